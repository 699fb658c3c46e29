import { resolve } from 'node:path'
import { DomainError } from '@usher/kernel'
import { storageFailureAt, openSqliteTables, storedTables } from '@usher/stores'
import { requireData } from '../server/open-for-reading.ts'
import { exportedColumns, exportedTables, leftOutTables, seatMapTexts } from './catalogue.ts'
import {
  type ExportedFile,
  FORMAT,
  FORMAT_VERSION,
  type Manifest,
  MANIFEST,
  type ManifestTable,
  sealed,
} from './manifest.ts'
import { type OutgoingFile, outgoingFiles } from './outgoing-files.ts'
import { UnfinishedExport } from './unfinished-export.ts'
import { isIntact, writeFile } from './write-file.ts'

export interface ExportRequest {
  readonly dataDir: string
  readonly directory: string
  readonly withSecrets: boolean
  readonly usherVersion: string
  readonly onProgress: (rows: number, total: number) => void
}

/**
 * Writes everything that is kept in `dataDir` into `directory`, from a snapshot, so that a server
 * may go on selling. A run that was killed is taken up by the next one. Fails as UnfinishedExport
 * does, and with not_found / no_data_dir, conflict / unknown_table, unavailable / disk_full and
 * cannot_write.
 */
export async function writeExport(request: ExportRequest): Promise<Manifest> {
  requireData(request.dataDir)
  try {
    return await exported(request)
  } catch (error) {
    throw storageFailureAt(request.directory, error)
  }
}

async function exported(request: ExportRequest): Promise<Manifest> {
  const { dataDir, directory, withSecrets } = request
  const terms = { data_dir: resolve(dataDir), with_secrets: withSecrets }
  const unfinished = await UnfinishedExport.open(directory, terms)
  const stored = storedTables(unfinished.snapshot)
  refuseUnknown(stored)
  const files = await writeFiles(request, unfinished, totalRows(stored))
  const manifest = sealed({
    format: FORMAT,
    version: FORMAT_VERSION,
    usher_version: request.usherVersion,
    exported_at: unfinished.exportedAt,
    with_secrets: withSecrets,
    tables: manifestTables(withSecrets),
    files,
  })
  await writeFile(directory, manifestFile(manifest), () => undefined)
  await unfinished.remove()
  return manifest
}

/** Rather no export than one that silently lacks a table. */
function refuseUnknown(stored: ReadonlyMap<string, number>): void {
  const known = new Set(
    [...exportedTables, ...leftOutTables, { table: seatMapTexts }].map(({ table }) => table.name),
  )
  const unknown = [...stored.keys()].filter((name) => !known.has(name))
  if (unknown.length === 0) return
  const message = `this Usher does not know the tables ${unknown.join(', ')}: use a newer one`
  throw new DomainError('conflict', 'unknown_table', message, { tables: unknown })
}

function totalRows(stored: ReadonlyMap<string, number>): number {
  const names = [...exportedTables.map(({ table }) => table.name), seatMapTexts.name]
  return names.reduce((sum, name) => sum + (stored.get(name) ?? 0), 0)
}

async function writeFiles(
  { directory, withSecrets, onProgress }: ExportRequest,
  unfinished: UnfinishedExport,
  total: number,
): Promise<ExportedFile[]> {
  const tables = await openSqliteTables({ directory: unfinished.snapshot })
  const files: ExportedFile[] = []
  let rows = 0
  const onRows = (count: number): void => onProgress((rows += count), total)
  try {
    for await (const outgoing of outgoingFiles(tables, { withSecrets })) {
      const before = unfinished.done.get(outgoing.path)
      if (before && (await isIntact(directory, before))) {
        onRows(before.rows)
        files.push(before)
        continue
      }
      const file = await writeFile(directory, outgoing, onRows)
      await unfinished.finished(file)
      files.push(file)
    }
  } finally {
    await tables.close()
  }
  return files
}

/** The columns of every table that is in the export, as they are in it. */
function manifestTables(withSecrets: boolean): Record<string, ManifestTable> {
  const described = exportedTables.flatMap((entry) => {
    const { name, key, types } = entry.table
    const columns = exportedColumns(entry, withSecrets)
    const typed = columns.map((column) => [column, types[column as never]] as const)
    return columns.length ? [[name, { key, columns: Object.fromEntries(typed) }] as const] : []
  })
  return Object.fromEntries(described)
}

function manifestFile(manifest: Manifest): OutgoingFile {
  return {
    path: MANIFEST,
    table: '',
    async *pieces() {
      yield { text: `${JSON.stringify(manifest, null, 2)}\n`, rows: 0 }
    },
  }
}
