import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { DomainError } from '@usher/kernel'

/**
 * The end of a backup file: a skippable frame (RFC 8878, 3.1.2), which every zstd program passes
 * over, with the SHA-256 of all bytes before it. The compressed data has a checksum of its own, but
 * not one over every bit of its headers.
 */
const SKIPPABLE_FRAME = 0x184d2a55
const HEADER_BYTES = 8
const WORD = 'sha256:'
const CONTENT_BYTES = WORD.length + 64
const SEAL_BYTES = HEADER_BYTES + CONTENT_BYTES

export function sealFrame(sha256: string): Buffer {
  const frame = Buffer.alloc(SEAL_BYTES)
  frame.writeUInt32LE(SKIPPABLE_FRAME, 0)
  frame.writeUInt32LE(CONTENT_BYTES, 4)
  frame.write(WORD + sha256, HEADER_BYTES, 'latin1')
  return frame
}

/** A file whose seal was found whole. */
export interface SealedFile {
  readonly sha256: string
  /** Bytes before the seal. */
  readonly bytes: number
}

/**
 * Reads all of the file at `path` and checks its seal: no bit of it has changed since it was
 * written. Fails with invalid / backup_damaged, not_found / no_backup.
 */
export async function checkSeal(
  path: string,
  onProgress: (bytes: number, total: number) => void,
): Promise<SealedFile> {
  const { size, frame } = await endOf(path)
  const bytes = size - SEAL_BYTES
  const hash = createHash('sha256')
  let read = 0
  if (bytes > 0) {
    for await (const chunk of createReadStream(path, { end: bytes - 1 })) {
      hash.update(chunk as Buffer)
      onProgress((read += (chunk as Buffer).length), bytes)
    }
  }
  const sha256 = hash.digest('hex')
  if (bytes > 0 && frame.equals(sealFrame(sha256))) return { sha256, bytes }
  const message =
    `${path} is cut off, was changed after it was written, or is no backup: ` +
    'use another copy of it, or an older backup'
  throw new DomainError('invalid', 'backup_damaged', message, { path })
}

async function endOf(path: string): Promise<{ size: number; frame: Buffer }> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DomainError('not_found', 'no_backup', `${path} cannot be read: ${reason}`, {}, error)
  })
  try {
    const { size } = await handle.stat()
    const frame = Buffer.alloc(Math.min(SEAL_BYTES, size))
    await handle.read(frame, 0, frame.length, size - frame.length)
    return { size, frame }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DomainError('not_found', 'no_backup', `${path} cannot be read: ${reason}`, {}, error)
  } finally {
    await handle.close()
  }
}
