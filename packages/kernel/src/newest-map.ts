/** A Map of at most so many entries: the one that was set longest ago makes room. */
export class NewestMap<Key, Value> extends Map<Key, Value> {
  readonly #max: number

  constructor(max: number) {
    super()
    this.#max = max
  }

  /** A Map keeps the order of insertion: what is set last stands last, again or not. */
  override set(key: Key, value: Value): this {
    this.delete(key)
    if (this.size >= this.#max) {
      const [oldest] = this.keys()
      this.delete(oldest as Key)
    }
    return super.set(key, value)
  }
}
