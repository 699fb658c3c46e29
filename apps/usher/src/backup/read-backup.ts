import { createReadStream, createWriteStream, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { DomainError } from '@usher/kernel'
import { type ArchivedFile, checkSqliteTables, takeArchivedFiles } from '@usher/stores'
import { MAIL } from '../transfer/new-data-dir.ts'
import { BACKUP_MANIFEST, type BackupManifest, parseBackupManifest } from './backup-manifest.ts'
import { checkSeal, type SealedFile } from './seal.ts'

type OnProgress = (bytes: number, total: number) => void

/** Reads every byte of a backup and throws it away: it can be restored. Fails as `checkSeal`. */
export async function verifyBackup(file: string, onProgress: OnProgress): Promise<SealedFile> {
  const sealed = await checkSeal(file, onProgress)
  await unpack(file, sealed, new Writable({ write: (_chunk, _encoding, done) => done() }))
  return sealed
}

/**
 * Puts what the backup `file` holds into the empty folder `incoming`, having checked every byte of
 * it. Fails as `checkSeal` and `parseBackupManifest`, and with invalid / backup_damaged.
 */
export async function readBackup(
  file: string,
  incoming: string,
  onProgress: OnProgress,
): Promise<BackupManifest> {
  const sealed = await checkSeal(file, onProgress)
  const database = join(incoming, 'usher.db')
  await unpack(file, sealed, createWriteStream(database, { mode: 0o600, flush: true }))
  const [fault] = checkSqliteTables(incoming)
  if (fault !== undefined) throw damaged(file, fault)
  let manifest: Uint8Array | undefined
  takeArchivedFiles(incoming, (each) => {
    if (each.name === BACKUP_MANIFEST) manifest = each.content
    else place(incoming, each)
  })
  return parseBackupManifest(manifest)
}

async function unpack(file: string, { bytes }: SealedFile, to: Writable): Promise<void> {
  try {
    await pipeline(createReadStream(file, { end: bytes - 1 }), createZstdDecompress(), to)
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (!code.startsWith('ZSTD')) throw error
    throw damaged(file, error instanceof Error ? error.message : code)
  }
}

function damaged(file: string, reason: string): DomainError {
  return new DomainError('invalid', 'backup_damaged', `${file} is damaged: ${reason}`, { file })
}

/** Nothing but mails, and nowhere but where mails are. */
function place(incoming: string, { name, modifiedMs, content }: ArchivedFile): void {
  const path = join(incoming, name)
  if (!normalize(name).startsWith(`${MAIL}/`)) throw damaged(name, 'it is no mail')
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, content, { mode: 0o600, flush: true })
  utimesSync(path, modifiedMs / 1000, modifiedMs / 1000)
}
