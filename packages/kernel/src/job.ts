/**
 * Work that a service wants done again and again; the root runs one at a time and logs what it
 * throws.
 */
export interface Job {
  readonly name: string
  readonly everyMs: number
  /**
   * A run that has many things to do looks at `stopping` between two of them, and leaves the others
   * to the next process; without it, it goes on to its end.
   */
  run(stopping?: AbortSignal): Promise<void>
}
