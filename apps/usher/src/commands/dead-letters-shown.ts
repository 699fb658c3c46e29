import type { WaitingLetter } from '@usher/bus'
import type { LetterTopic } from './dead-letters-topics.ts'

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

export function shownLetter(of: LetterTopic, letter: WaitingLetter): ShownLetter {
  const { topic, id, key, time, deadLetter, body } = letter
  return { topic, id, key, time, ...deadLetter, message: messageOf(of, body) }
}

function messageOf(of: LetterTopic, body: Uint8Array): unknown {
  try {
    return of.decode(body)
  } catch {
    return { unreadable_base64: Buffer.from(body).toString('base64') }
  }
}
