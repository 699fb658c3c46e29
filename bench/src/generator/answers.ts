/** Counts answers: those of the expected status, and the others by status. */
export class Answers {
  readonly #expected: number
  readonly #refused: Record<string, number> = {}
  #done = 0

  constructor(expected: number) {
    this.#expected = expected
  }

  get done(): number {
    return this.#done
  }

  get refused(): Readonly<Record<string, number>> {
    return this.#refused
  }

  count(status: number): void {
    if (status === this.#expected) this.#done += 1
    else this.#refused[status] = (this.#refused[status] ?? 0) + 1
  }
}
