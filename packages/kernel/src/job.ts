/**
 * Work that a service wants done again and again; the root runs one at a time and logs what it
 * throws.
 */
export interface Job {
  readonly name: string
  readonly everyMs: number
  run(): Promise<void>
}
