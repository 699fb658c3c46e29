import { writeSync } from 'node:fs'
import { type FileHandle, open, readdir, readFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '@usher/kernel'
import { decodeRecords, encodeRecord, type RedoRecord } from './redo-record.ts'

/**
 * A file is closed and the next one begun once it is this long, so that what is applied can be
 * deleted.
 */
const FILE_BYTES = 32 * 1024 * 1024
const FILE_NAME = /^usher-(\d{12})\.redo$/

interface LogFile {
  readonly path: string
  lastSequence: number
}

/** What the log held when it was opened. */
export interface OpenedRedoLog {
  readonly log: RedoLog
  readonly records: readonly RedoRecord[]
}

/**
 * Opens the log kept in `directory`. A last record that a crash cut short was never acknowledged
 * and is cut off; damage anywhere else fails with unavailable / redo_log_damaged, for what follows
 * it can no longer be trusted to be all.
 */
export async function openRedoLog(directory: string, newest: number): Promise<OpenedRedoLog> {
  const names = (await readdir(directory)).filter((name) => FILE_NAME.test(name)).sort()
  const files: LogFile[] = []
  const records: RedoRecord[] = []
  for (const [i, name] of names.entries()) {
    const path = join(directory, name)
    const { size, content } = await readLogFile(path, i === names.length - 1)
    if (content.bytes < size) await truncate(path, content.bytes)
    records.push(...content.records)
    files.push({ path, lastSequence: content.records.at(-1)?.sequence ?? 0 })
  }
  const sequence = Math.max(newest, records.at(-1)?.sequence ?? 0)
  return { log: new RedoLog(directory, files, sequence), records }
}

async function readLogFile(path: string, last: boolean) {
  const bytes = await readFile(path)
  const content = decodeRecords(bytes)
  const damagedAt =
    content.damagedAt ?? (last || content.bytes === bytes.length ? undefined : content.bytes)
  if (damagedAt !== undefined) {
    throw new DomainError(
      'unavailable',
      'redo_log_damaged',
      `${path} is damaged at byte ${damagedAt}: restore a backup, or remove it and lose the rest`,
      { path, offset: damagedAt },
    )
  }
  return { size: bytes.length, content }
}

/**
 * Append-only files of records. One append at a time: the caller gathers what arrives meanwhile
 * into the next one.
 *
 * A write that fails for want of space is undone and may be tried again. A sync that fails may not:
 * afterwards nobody knows what is on disk (Rebello et al., "Can Applications Recover from fsync
 * Failures?", USENIX ATC 2020).
 */
export class RedoLog {
  readonly #directory: string
  readonly #files: LogFile[]
  #handle: FileHandle | undefined
  #bytes = 0
  #sequence: number

  constructor(directory: string, files: LogFile[], sequence: number) {
    this.#directory = directory
    this.#files = files
    this.#sequence = sequence
  }

  /** Number of the newest record. */
  get sequence(): number {
    return this.#sequence
  }

  /**
   * Makes `body` durable as the next record; answers its number. Rejects with the file system's
   * error.
   */
  async append(body: string): Promise<number> {
    const sequence = this.#sequence + 1
    const bytes = encodeRecord({ sequence, body })
    const handle = this.#handle ?? (await this.#begin(sequence))
    writeWhole(handle, bytes, this.#bytes)
    await handle.datasync()
    this.#sequence = sequence
    this.#bytes += bytes.length
    const file = this.#files.at(-1)
    if (file) file.lastSequence = sequence
    if (this.#bytes >= FILE_BYTES) await this.#end()
    return sequence
  }

  /** Deletes the files that hold nothing above `sequence`. */
  async forget(sequence: number): Promise<void> {
    const closed = this.#handle ? this.#files.slice(0, -1) : [...this.#files]
    for (const file of closed) {
      if (file.lastSequence > sequence) break
      this.#files.shift()
      await rm(file.path, { force: true })
    }
  }

  async close(): Promise<void> {
    await this.#end()
  }

  async #begin(sequence: number): Promise<FileHandle> {
    const path = join(this.#directory, `usher-${String(sequence).padStart(12, '0')}.redo`)
    const handle = await open(path, 'w', 0o600)
    await syncDirectory(this.#directory)
    if (this.#files.at(-1)?.path === path) this.#files.pop()
    this.#files.push({ path, lastSequence: sequence - 1 })
    this.#handle = handle
    this.#bytes = 0
    return handle
  }

  async #end(): Promise<void> {
    await this.#handle?.close()
    this.#handle = undefined
  }
}

/**
 * Positioned writes: what a failed attempt left behind is overwritten by the next. They only copy
 * into the page cache, which is sooner done than handed to another thread; the sync is what waits.
 */
function writeWhole({ fd }: FileHandle, bytes: Buffer, position: number): void {
  let written = 0
  while (written < bytes.length) {
    written += writeSync(fd, bytes, written, bytes.length - written, position + written)
  }
}

/** A new file's name is on disk only once its directory is. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
