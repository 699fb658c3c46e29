import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '@usher/kernel'
import { copySqliteTables, settleSqliteTables } from '@usher/stores'
import { type ExportedFile, MANIFEST } from './manifest.ts'

// Fresh -> with snapshot -> file after file -> finished, when the folder is gone. What a killed run
// leaves is taken up by the next one in the state in which it was.

/** What an export was asked for; a run that takes up another must be asked for the same. */
export interface ExportTerms {
  readonly data_dir: string
  readonly with_secrets: boolean
}

const FOLDER = '.partial'

/** The folder in an export under way: the snapshot that it is made from, and what is done. */
export class UnfinishedExport {
  readonly #folder: string
  readonly exportedAt: string
  readonly done: ReadonlyMap<string, ExportedFile>

  private constructor(folder: string, exportedAt: string, done: readonly ExportedFile[]) {
    this.#folder = folder
    this.exportedAt = exportedAt
    this.done = new Map(done.map((file) => [file.path, file]))
  }

  /**
   * Takes a snapshot for an export into `directory`, or finds the one that an earlier run took.
   * Fails with conflict / export_exists, directory_not_empty or other_export.
   */
  static async open(directory: string, terms: ExportTerms): Promise<UnfinishedExport> {
    refuseOthers(directory)
    const folder = join(directory, FOLDER)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const exportedAt = await takeSnapshot(folder, terms)
    return new UnfinishedExport(folder, exportedAt, linesOf(join(folder, 'done.jsonl')))
  }

  get snapshot(): string {
    return join(this.#folder, 'snapshot')
  }

  async finished(file: ExportedFile): Promise<void> {
    await appendFile(join(this.#folder, 'done.jsonl'), `${JSON.stringify(file)}\n`)
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true })
  }
}

function refuseOthers(directory: string): void {
  if (!existsSync(directory)) return
  if (existsSync(join(directory, MANIFEST))) {
    throw conflict('export_exists', `${directory} holds a finished export: choose another place`)
  }
  if (existsSync(join(directory, FOLDER)) || readdirSync(directory).length === 0) return
  throw conflict('directory_not_empty', `${directory} is not empty: choose another place`)
}

/** The terms are written last: a snapshot without them was never finished. */
async function takeSnapshot(folder: string, terms: ExportTerms): Promise<string> {
  const path = join(folder, 'export.json')
  if (existsSync(path)) return timeOf(path, terms)
  const snapshot = join(folder, 'snapshot')
  await rm(snapshot, { recursive: true, force: true })
  const exportedAt = new Date().toISOString()
  copySqliteTables(terms.data_dir, snapshot)
  await settleSqliteTables(snapshot)
  await writeFile(`${path}.new`, JSON.stringify({ ...terms, exported_at: exportedAt }))
  await rename(`${path}.new`, path)
  return exportedAt
}

function timeOf(path: string, terms: ExportTerms): string {
  const { exported_at: exportedAt, ...before } = JSON.parse(
    readFileSync(path, 'utf8'),
  ) as ExportTerms & { exported_at: string }
  if (before.data_dir === terms.data_dir && before.with_secrets === terms.with_secrets) {
    return exportedAt
  }
  const message =
    'an export of something else was begun here: finish it with the options it had, ' +
    'or choose another place'
  throw conflict('other_export', message)
}

/** A line that a crash cut short counts as not written, even if the next run went on behind it. */
function linesOf(path: string): readonly ExportedFile[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').split('\n').flatMap(wholeLine)
}

function wholeLine(line: string): readonly ExportedFile[] {
  try {
    return [JSON.parse(line) as ExportedFile]
  } catch {
    return []
  }
}

function conflict(code: string, message: string): DomainError {
  return new DomainError('conflict', code, message, {})
}
