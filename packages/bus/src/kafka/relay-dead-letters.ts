import type { DeadLetter } from '../event-bus.ts'
import { type OutgoingRecord, outgoingRecord } from './cloud-events.ts'

/**
 * Where relays put what they cannot make a message of, as JSON: a row with a topic that nobody
 * knows, an item that lacks what it must have. Nothing behind it waits, and nothing is lost.
 */
export const relayDeadLetters = { name: 'relay.dlq', source: '/usher/relay' } as const

export interface UnreadableRecord {
  /** The same for every delivery. */
  readonly id: string
  readonly key: string
  readonly timeMs: number
  /** Whatever was there, as JSON. */
  readonly content: unknown
  readonly deadLetter: DeadLetter
}

/** Of what cannot be read, so much is kept: a broker takes no more in one record. */
const CONTENT_CHARS_MAX = 200_000

export function unreadableRecord(unreadable: UnreadableRecord): OutgoingRecord {
  const { content, ...rest } = unreadable
  const text = plainJson(content).slice(0, CONTENT_CHARS_MAX)
  const record = outgoingRecord({
    ...rest,
    topic: relayDeadLetters.name,
    source: relayDeadLetters.source,
    body: Buffer.from(text),
  })
  return { ...record, headers: { ...record.headers, 'content-type': 'application/json' } }
}

/** JSON has neither big integers nor bytes: the ones become text, the others base64. */
export function plainJson(content: unknown): string {
  return JSON.stringify(content, plain) ?? 'null'
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
}
