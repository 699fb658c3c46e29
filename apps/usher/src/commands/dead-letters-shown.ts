import { fromBinary, toJson } from '@bufbuild/protobuf'
import type { Topic, WaitingLetter } from '@usher/bus'

/** A dead letter as people and programs read it. */
export interface ShownLetter {
  readonly topic: string
  readonly id: string
  readonly key: string
  readonly time: string
  readonly group: string
  readonly attempts: number
  readonly reason: string
  /** Of the topic's message; its bytes in base64 when they are none. */
  readonly message: unknown
}

export function shownLetter({ schema }: Topic, letter: WaitingLetter): ShownLetter {
  const { topic, id, key, time, deadLetter, body } = letter
  return { topic, id, key, time, ...deadLetter, message: messageOf(schema, body) }
}

function messageOf(schema: Topic['schema'], body: Uint8Array): unknown {
  try {
    return toJson(schema, fromBinary(schema, body), { useProtoFieldName: true })
  } catch {
    return { unreadable_base64: Buffer.from(body).toString('base64') }
  }
}
