import { DomainError } from '@usher/kernel'
import type { DeadLetter } from './event-bus.ts'
import type { Topic } from './topics.ts'

/** A message that a consumer gave up on, as whoever looks after it wants to see it. */
export interface WaitingLetter {
  readonly topic: string
  readonly id: string
  readonly key: string
  /** RFC 3339. */
  readonly time: string
  readonly deadLetter: DeadLetter
  /** The protobuf encoding, as it was. */
  readonly body: Uint8Array
  readonly traceparent?: string
}

export interface LetterChoice {
  readonly topic: Topic
  /** Those with one of these ids; all when absent. */
  readonly ids?: readonly string[]
  readonly limit?: number
}

/** The messages that consumers gave up on, for whoever has mended what was wrong. */
export interface DeadLetters {
  /** Those of a topic that were not put back, oldest first, `LETTERS_MAX` at most. */
  list(choice: LetterChoice): Promise<readonly WaitingLetter[]>
  /**
   * Puts letters back into their topic, in order, with their ids: every group gets them again, and
   * those that have handled them drop repeats. Letters that were chosen by id stay listed, the
   * others do not. Answers how many there were. Puts nothing back and rejects with not_found /
   * dead_letter_unknown when an id is none of theirs. When it fails otherwise some may be back, and
   * a repeat puts them back again.
   */
  replay(choice: LetterChoice): Promise<number>
}

export const LETTERS_MAX = 1000
/** The group under which it is on record up to where letters were put back. */
export const DEAD_LETTERS_GROUP = 'dead_letters'

/** Rejects with not_found / dead_letter_unknown unless every id that was asked for is there. */
export function requireKnown(
  { topic, ids = [] }: LetterChoice,
  letters: readonly WaitingLetter[],
): void {
  const known = new Set(letters.map(({ id }) => id))
  const unknown = ids.filter((id) => !known.has(id))
  if (unknown.length === 0) return
  const message = `no dead letter of ${topic.name} is called ${unknown.join(', ')}`
  throw new DomainError('not_found', 'dead_letter_unknown', message)
}
