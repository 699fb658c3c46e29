/**
 * One resend at a time for each booking in this process, so that two at once cannot both find the
 * last place under the limit. Nothing but the limit rests on it.
 *
 * A booking has a tail while somebody runs or waits, and none otherwise.
 */
export class BookingTurns {
  readonly #tails = new Map<string, Promise<unknown>>()

  async take<Result>(bookingId: string, step: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(bookingId) ?? Promise.resolve()
    const result = before.then(step, step)
    this.#tails.set(bookingId, result)
    try {
      return await result
    } finally {
      if (this.#tails.get(bookingId) === result) this.#tails.delete(bookingId)
    }
  }
}
