import { crc32 } from 'node:zlib'

/** One durable batch of the redo log. */
export interface RedoRecord {
  /** Counts up by one from record to record, over all files. */
  readonly sequence: number
  /** A JSON array of RedoChange. */
  readonly body: string
}

/**
 * A record on disk: length of the body in bytes (u32), CRC-32 of everything behind it (u32),
 * sequence (u64), body in UTF-8; numbers little-endian.
 */
const HEADER_BYTES = 16
/** A length above this is damage, not data. */
const BODY_BYTES_MAX = 256 * 1024 * 1024

export function encodeRecord({ sequence, body }: RedoRecord): Buffer {
  const bodyBytes = Buffer.byteLength(body)
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + bodyBytes)
  bytes.writeUInt32LE(bodyBytes, 0)
  bytes.writeBigUInt64LE(BigInt(sequence), 8)
  bytes.write(body, HEADER_BYTES)
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4)
  return bytes
}

/** What a file holds: its whole records, and how many bytes they take. */
export interface RedoContent {
  readonly records: readonly RedoRecord[]
  readonly bytes: number
}

/**
 * Reads records up to the first that is not whole. A write that a crash cut short is the last thing
 * in a file: when a whole record follows the broken one, the file was damaged later, and
 * `damagedAt` says where.
 */
export function decodeRecords(file: Buffer): RedoContent & { readonly damagedAt?: number } {
  const records: RedoRecord[] = []
  let offset = 0
  for (let record = recordAt(file, 0); record; record = recordAt(file, offset)) {
    records.push(record)
    offset += HEADER_BYTES + Buffer.byteLength(record.body)
  }
  const content = { records, bytes: offset }
  return offset < file.length && wholeRecordAfter(file, offset)
    ? { ...content, damagedAt: offset }
    : content
}

function recordAt(file: Buffer, offset: number): RedoRecord | undefined {
  if (offset + HEADER_BYTES > file.length) return undefined
  const length = file.readUInt32LE(offset)
  const end = offset + HEADER_BYTES + length
  if (length > BODY_BYTES_MAX || end > file.length) return undefined
  if (crc32(file.subarray(offset + 8, end)) !== file.readUInt32LE(offset + 4)) return undefined
  return {
    sequence: Number(file.readBigUInt64LE(offset + 8)),
    body: file.toString('utf8', offset + HEADER_BYTES, end),
  }
}

function wholeRecordAfter(file: Buffer, offset: number): boolean {
  for (let start = offset + 1; start + HEADER_BYTES <= file.length; start++) {
    const length = file.readUInt32LE(start)
    if (length > 1 && start + HEADER_BYTES + length <= file.length && recordAt(file, start))
      return true
  }
  return false
}
