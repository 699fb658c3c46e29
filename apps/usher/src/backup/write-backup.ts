import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs'
import { link, mkdtemp, rename, rm, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import { DomainError } from '@usher/kernel'
import {
  archiveFiles,
  copySqliteTables,
  storageFailureAt,
  settleSqliteTables,
  storedTables,
} from '@usher/stores'
import { requireData } from '../server/open-for-reading.ts'
import { syncDirectory } from '../transfer/write-file.ts'
import {
  BACKUP_FORMAT,
  BACKUP_MANIFEST,
  BACKUP_VERSION,
  type BackupManifest,
} from './backup-manifest.ts'
import { mailFiles } from './mail-files.ts'
import { sealFrame } from './seal.ts'

export interface BackupRequest {
  readonly dataDir: string
  /** The file to be made; in a directory, one that is called by the time. */
  readonly target: string
  readonly usherVersion: string
  readonly onProgress: (bytes: number, total: number) => void
}

export interface WrittenBackup {
  readonly file: string
  readonly bytes: number
  readonly sha256: string
  readonly manifest: BackupManifest
}

/** zstd's own default: a tenth of the size, faster than most disks. */
const LEVEL = 3

/**
 * Makes a backup of `dataDir` while a server may go on selling: it holds everything that was
 * acknowledged before the call. There is a whole file at the end or none; one that is there is
 * never overwritten. Fails with not_found / no_data_dir, conflict / backup_exists, unavailable /
 * disk_full and cannot_write.
 */
export async function writeBackup(request: BackupRequest): Promise<WrittenBackup> {
  requireData(request.dataDir)
  const madeAt = new Date().toISOString()
  const file = fileOf(request.target, madeAt)
  const folder = await workFolder(file)
  try {
    const manifest = await snapshot(request, folder, madeAt)
    const written = join(folder, 'backup')
    const sha256 = await compress(join(folder, 'usher.db'), written, request.onProgress)
    await give(written, file)
    const { size } = await stat(file)
    return { file, bytes: size, sha256, manifest }
  } catch (error) {
    throw storageFailureAt(dirname(file), error)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function fileOf(target: string, madeAt: string): string {
  const isDirectory = existsSync(target) && statSync(target).isDirectory()
  const name = `usher-${madeAt.slice(0, 19).replaceAll(/[-:]/g, '')}Z.db.zst`
  const file = isDirectory ? join(target, name) : target
  if (existsSync(file)) throw exists(file)
  return file
}

/** Beside the target: there must be room for the copy there, and the last step is a rename. */
async function workFolder(file: string): Promise<string> {
  return mkdtemp(join(dirname(file), '.usher-backup-')).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `nothing can be written beside ${file}: ${reason}`
    throw new DomainError('unavailable', 'cannot_write', message, { file }, error)
  })
}

/**
 * Mails are copied after the tables: a mail too many is one that the tables would send again under
 * the same name; a mail too few would be lost.
 */
async function snapshot(
  { dataDir, usherVersion }: BackupRequest,
  folder: string,
  madeAt: string,
): Promise<BackupManifest> {
  copySqliteTables(dataDir, folder)
  await settleSqliteTables(folder)
  let mails = 0
  const tables = Object.fromEntries(storedTables(folder))
  const manifest = (): BackupManifest => ({
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    usher_version: usherVersion,
    made_at: madeAt,
    tables,
    mails,
  })
  archiveFiles(
    folder,
    (function* () {
      for (const mail of mailFiles(dataDir)) {
        mails += 1
        yield mail
      }
      const content = Buffer.from(JSON.stringify(manifest(), null, 2))
      yield { name: BACKUP_MANIFEST, modifiedMs: Date.parse(madeAt), content }
    })(),
  )
  return manifest()
}

/** Answers the SHA-256 of what it wrote before the seal. */
async function compress(
  from: string,
  to: string,
  onProgress: BackupRequest['onProgress'],
): Promise<string> {
  const total = statSync(from).size
  const hash = createHash('sha256')
  let read = 0
  let sha256 = ''
  await pipeline(
    createReadStream(from, { highWaterMark: READ_BYTES }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        onProgress((read += chunk.length), total)
        yield chunk
      }
    },
    createZstdCompress({
      params: {
        [constants.ZSTD_c_compressionLevel]: LEVEL,
        [constants.ZSTD_c_checksumFlag]: 1,
      },
    }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        yield chunk
      }
      sha256 = hash.digest('hex')
      yield sealFrame(sha256)
    },
    createWriteStream(to, { mode: 0o600, flush: true }),
  )
  return sha256
}

const READ_BYTES = 1024 * 1024

/** A link fails when the name is taken; a file system without links is trusted not to be raced. */
async function give(written: string, file: string): Promise<void> {
  try {
    await link(written, file)
    await unlink(written)
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (code === 'EEXIST') throw exists(file)
    if (!withoutLinks.has(code)) throw error
    if (existsSync(file)) throw exists(file)
    await rename(written, file)
  }
  await syncDirectory(dirname(file))
}

const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

function exists(file: string): DomainError {
  const message = `${file} is there already, and a backup never overwrites: choose another name`
  return new DomainError('conflict', 'backup_exists', message, { file })
}
