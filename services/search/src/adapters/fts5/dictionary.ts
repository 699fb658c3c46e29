import { foldText } from '../../domain/fold-text.ts'

interface Entry {
  readonly text: string
  readonly folded: string
  /** Events that use it. */
  uses: number
}

/** Numbers for texts that many events share, so that filters and facets compare numbers. */
export class Dictionary {
  readonly #entries: Entry[] = []
  readonly #byFolded = new Map<string, number>()

  get size(): number {
    return this.#entries.length
  }

  /** The number of this text, however it is written; counts one use. */
  use(text: string): number {
    const folded = foldText(text).trim()
    let id = this.#byFolded.get(folded)
    if (id === undefined) {
      id = this.#entries.length
      this.#byFolded.set(folded, id)
      this.#entries.push({ text, folded, uses: 0 })
    }
    const entry = this.#entries[id]
    if (entry) entry.uses++
    return id
  }

  release(id: number): void {
    const entry = this.#entries[id]
    if (entry) entry.uses--
  }

  /** The text as it was first written. */
  textOf(id: number): string {
    return this.#entries[id]?.text ?? ''
  }

  /** One flag a number: set for these texts. Undefined when there are none: everything passes. */
  flags(texts: readonly string[]): Uint8Array | undefined {
    if (texts.length === 0) return undefined
    const flags = new Uint8Array(this.size)
    for (const text of texts) {
      const id = this.#byFolded.get(foldText(text).trim())
      if (id !== undefined) flags[id] = 1
    }
    return flags
  }

  *inUse(): Iterable<Entry> {
    for (const entry of this.#entries) if (entry.uses > 0 && entry.text !== '') yield entry
  }
}
