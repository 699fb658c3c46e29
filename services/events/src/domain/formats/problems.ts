import { DomainError } from '@usher/kernel'
import { importLimits, type Problem } from './imported-event.ts'

/** Remarks on a file that was read; only the first ones are kept, all are counted. */
export class Remarks {
  readonly #listed: Problem[] = []
  #count = 0

  get count(): number {
    return this.#count
  }

  add(where: string, reason: string): void {
    this.#count++
    if (this.#listed.length < importLimits.listedProblems) this.#listed.push({ where, reason })
  }

  /** The remarks; the last one says how many others there are. */
  list(): Problem[] {
    const unlisted = this.#count - this.#listed.length
    if (unlisted === 0) return [...this.#listed]
    return [...this.#listed, { where: 'file', reason: `${unlisted} more of the same kinds` }]
  }
}

/** Throws the error of a file of which nothing can be read. */
export function failRead(where: string, reason: string): never {
  throw new DomainError(
    'invalid',
    'invalid_event_file',
    `the file cannot be read: ${where}: ${reason}`,
    { problems: [{ where, reason }] },
  )
}

const SHOWN_CHARS = 40

/** A value from a file as a message may show it: short and on one line. */
export function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text)
}
