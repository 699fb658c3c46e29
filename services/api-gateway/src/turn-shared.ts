/**
 * Answers that all requests of one turn of the event loop share. Under load a turn reads from many
 * connections, so most of them pay nothing; and nobody sees an old state: whoever asks because of
 * an answer asks in a later turn.
 */
export class TurnShared<Key, Value> {
  readonly #answers = new Map<Key, Promise<Value>>()

  /** The answer of this turn; the first to ask works it out, and all share a failure. */
  get(key: Key, answer: () => Promise<Value>): Promise<Value> {
    const known = this.#answers.get(key)
    if (known) return known
    if (this.#answers.size === 0) setImmediate(() => this.#answers.clear())
    const made = answer()
    this.#answers.set(key, made)
    return made
  }
}
