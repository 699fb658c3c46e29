import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '@usher/kernel'
import type { ColumnType } from '@usher/stores'

export const FORMAT = 'usher-export'
/** Grows when an older Usher could not read what is written. */
export const FORMAT_VERSION = 1
export const MANIFEST = 'manifest.json'

/** One file of an export. */
export interface ExportedFile {
  /** Relative to the manifest, with slashes. */
  readonly path: string
  readonly table: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

/** `manifest.json`: written last, so an export without it is not whole. */
export interface Manifest {
  readonly format: typeof FORMAT
  readonly version: number
  readonly usher_version: string
  /** RFC 3339; everything acknowledged before is in the export. */
  readonly exported_at: string
  readonly with_secrets: boolean
  readonly tables: Readonly<Record<string, ManifestTable>>
  readonly files: readonly ExportedFile[]
  /** Over `tables` and `files` as JSON without spaces: a damaged manifest shows. */
  readonly sha256: string
}

export interface ManifestTable {
  readonly key: readonly string[]
  readonly columns: Readonly<Record<string, ColumnType>>
}

export function sealed(manifest: Omit<Manifest, 'sha256'>): Manifest {
  return { ...manifest, sha256: sealOf(manifest) }
}

/**
 * Reads the manifest in `directory`. Fails with invalid / export_incomplete, export_damaged,
 * not_an_export or export_newer.
 */
export async function readManifest(directory: string): Promise<Manifest> {
  const path = join(directory, MANIFEST)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const message = `there is no ${path}: this is no export, or one that was never finished`
    throw new DomainError('invalid', 'export_incomplete', message, { directory }, error)
  })
  const manifest = parsed(path, text)
  if (manifest.format !== FORMAT) throw refused('not_an_export', `${path} is no export of Usher's`)
  if (!Number.isInteger(manifest.version) || manifest.version > FORMAT_VERSION) {
    const made = `written by Usher ${manifest.usher_version} in version ${manifest.version}`
    throw refused('export_newer', `${path} was ${made}; this Usher reads up to ${FORMAT_VERSION}`)
  }
  if (!isShaped(manifest) || manifest.sha256 !== sealOf(manifest)) {
    throw refused('export_damaged', `${path} was changed after it was written`)
  }
  return manifest
}

function parsed(path: string, text: string): Manifest {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Manifest
    throw new TypeError('it is no object')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw refused('export_damaged', `${path} cannot be read: ${reason}`, error)
  }
}

function refused(code: string, message: string, cause?: unknown): DomainError {
  return new DomainError('invalid', code, message, {}, cause)
}

function isShaped({ files, tables }: Manifest): boolean {
  return Array.isArray(files) && typeof tables === 'object' && tables !== null
}

function sealOf({ tables, files }: Pick<Manifest, 'tables' | 'files'>): string {
  return createHash('sha256').update(JSON.stringify({ tables, files })).digest('hex')
}
