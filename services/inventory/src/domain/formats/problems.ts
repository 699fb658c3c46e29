import { DomainError } from '@usher/kernel'
import { seatMapLimits } from '../seat-map.ts'

/**
 * Something about a place in a file: a line (`line 12`) or a path (`zones[0].rows[2].seats[5]`).
 */
export interface Problem {
  readonly where: string
  readonly reason: string
}

/**
 * What is wrong with a file, collected so that one attempt shows everything; only the first ones
 * are kept.
 */
export class ProblemList {
  readonly #listed: Problem[] = []
  #count = 0

  add(where: string, reason: string): void {
    this.#count++
    if (this.#listed.length < seatMapLimits.listedProblems) this.#listed.push({ where, reason })
  }

  /**
   * Throws `invalid` / `invalid_seat_map` when there is any problem: a file with errors imports
   * nothing.
   */
  throwIfAny(): void {
    const [first] = this.#listed
    if (!first) return
    const more = this.#count === 1 ? '' : ` (and ${this.#count - 1} more)`
    throw new DomainError(
      'invalid',
      'invalid_seat_map',
      `the seat map cannot be read: ${first.where}: ${first.reason}${more}`,
      { problems: [...this.#listed], problem_count: this.#count },
    )
  }
}

/**
 * Remarks on a file that was read: what was left out, what was decided for it. Bounded like the
 * problems.
 */
export class NoteList {
  readonly #notes: Problem[] = []
  #unlisted = 0

  add(where: string, reason: string): void {
    if (this.#notes.length < seatMapLimits.listedNotes) this.#notes.push({ where, reason })
    else this.#unlisted++
  }

  /** The notes; the last one says how many others there are. */
  list(): Problem[] {
    if (this.#unlisted === 0) return [...this.#notes]
    return [...this.#notes, { where: 'file', reason: `${this.#unlisted} more of the same kinds` }]
  }
}

/** Throws the error of a file of which nothing can be read at all. */
export function failRead(where: string, reason: string): never {
  const problems = new ProblemList()
  problems.add(where, reason)
  problems.throwIfAny()
  throw new RangeError('unreachable: a problem was added')
}

const SHOWN_CHARS = 40

/** A value from a file as a message may show it: short, on one line, never an object's insides. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    const text = value.length > SHOWN_CHARS ? `${value.slice(0, SHOWN_CHARS)}…` : value
    return JSON.stringify(text)
  }
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}
