import { DomainError } from '@usher/kernel'
import type { DeadLetter } from './event-bus.ts'
import type { PlainTopic } from './topics.ts'

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
  readonly topic: PlainTopic
  /** Those with one of these ids; all when absent. */
  readonly ids?: readonly string[]
  readonly limit?: number
}

/**
 * The messages that consumers gave up on, for whoever has mended what was wrong. A letter is open
 * until it is put back or dismissed. `replay` and `dismiss` answer how many there were, and reject
 * with not_found / dead_letter_unknown, having done nothing, when an id is of no open letter.
 */
export interface DeadLetters {
  /** The open ones of a topic, oldest first, `LETTERS_MAX` at most. */
  list(choice: LetterChoice): Promise<readonly WaitingLetter[]>
  /**
   * Puts letters back into their topic, in order, with their ids: every group gets them again, and
   * those that have handled them drop repeats. When it fails otherwise some may be back, and a
   * repeat puts them back again.
   */
  replay(choice: LetterChoice): Promise<number>
  /** Nobody gets them again. */
  dismiss(choice: LetterChoice): Promise<number>
}

export const LETTERS_MAX = 1000
/** Of a letter that does not say. */
export const unknownLetter: DeadLetter = {
  group: 'unknown',
  attempts: 0,
  reason: 'it does not say',
}
/** The group under which it is on record up to where no letter is open. */
export const DEAD_LETTERS_GROUP = 'dead_letters'

/** Rejects with not_found / dead_letter_unknown unless every id that was asked for is there. */
export function requireKnown(
  { topic, ids = [] }: LetterChoice,
  letters: readonly WaitingLetter[],
): void {
  const known = new Set(letters.map(({ id }) => id))
  const unknown = ids.filter((id) => !known.has(id))
  if (unknown.length === 0) return
  const message = `no open dead letter of ${topic.name} is called ${unknown.join(', ')}`
  throw new DomainError('not_found', 'dead_letter_unknown', message)
}
