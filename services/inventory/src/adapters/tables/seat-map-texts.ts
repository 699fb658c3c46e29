import { promisify } from 'node:util'
import { constants, gunzip, gzip } from 'node:zlib'
import type { SeatMapTextRow } from './rows.ts'

/** Shorter texts are kept as they are: a turn of the thread pool costs more than they weigh. */
const PLAIN_BYTES = 65_536

/**
 * Unpacked lately, and for as long as the collector lets them be: everybody opens a large map when
 * its sale begins.
 */
const unpacked = new WeakMap<SeatMapTextRow, WeakRef<Promise<string>>>()

/**
 * The row that keeps a text. A large one is packed, to a tenth: it goes through the log into the
 * tables, and stays in memory, on its way past everybody's reservations.
 */
export async function seatMapTextRow(eventId: number, json: Uint8Array): Promise<SeatMapTextRow> {
  const packed = json.length > PLAIN_BYTES
  const text = packed ? await pack(json) : new TextDecoder().decode(json)
  return { event_id: eventId, text, packed }
}

/** The text that the row keeps. */
export function seatMapText(row: SeatMapTextRow): Promise<string> {
  if (!row.packed) return Promise.resolve(row.text)
  const lately = unpacked.get(row)?.deref()
  if (lately) return lately
  const text = unpack(row.text)
  unpacked.set(row, new WeakRef(text))
  return text
}

async function pack(json: Uint8Array): Promise<string> {
  const bytes = await promisify(gzip)(json, { level: constants.Z_BEST_SPEED })
  return bytes.toString('base64')
}

async function unpack(packed: string): Promise<string> {
  const bytes = await promisify(gunzip)(Buffer.from(packed, 'base64'))
  return bytes.toString()
}
