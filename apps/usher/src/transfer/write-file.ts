import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ExportedFile } from './manifest.ts'
import type { OutgoingFile } from './outgoing-files.ts'

/** Holds everybody's data and keys. */
const PRIVATE_FILE = 0o600
const PRIVATE_DIRECTORY = 0o700

/**
 * Writes a file of an export below `directory`; it is there under its name only when it is whole
 * and on disk. `onRows` is told how many rows have gone by.
 */
export async function writeFile(
  directory: string,
  { path, table, pieces }: OutgoingFile,
  onRows: (rows: number) => void,
): Promise<ExportedFile> {
  const target = join(directory, path)
  const unfinished = `${target}.unfinished`
  const hash = createHash('sha256')
  let rows = 0
  let bytes = 0
  await mkdir(dirname(target), { recursive: true, mode: PRIVATE_DIRECTORY })
  await pipeline(
    async function* () {
      for await (const piece of pieces()) {
        const chunk = Buffer.from(piece.text)
        hash.update(chunk)
        bytes += chunk.length
        rows += piece.rows
        onRows(piece.rows)
        yield chunk
      }
    },
    createWriteStream(unfinished, { mode: PRIVATE_FILE, flush: true }),
  )
  await rename(unfinished, target)
  await syncDirectory(dirname(target))
  return { path, table, rows, bytes, sha256: hash.digest('hex') }
}

/** A name is on disk only once its directory is. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** True when the file is there as it was written. */
export async function isIntact(
  directory: string,
  { path, bytes, sha256 }: ExportedFile,
): Promise<boolean> {
  const hash = createHash('sha256')
  let length = 0
  try {
    for await (const chunk of createReadStream(join(directory, path))) {
      hash.update(chunk as Buffer)
      length += (chunk as Buffer).length
    }
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return false
    throw error
  }
  return length === bytes && hash.digest('hex') === sha256
}
