import type { PagePlace } from '../../domain/search-query.ts'

/** Keeps the first `limit` places in order, whatever the order and number of those offered. */
export class NearestPlaces<Place extends PagePlace> {
  readonly #limit: number
  readonly places: Place[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  offer(place: Place): void {
    const last = this.places.at(-1)
    if (this.places.length >= this.#limit && last && comparePlaces(place, last) >= 0) return
    let low = 0
    for (let high = this.places.length; low < high; ) {
      const middle = (low + high) >> 1
      const other = this.places[middle]
      if (other && comparePlaces(other, place) < 0) low = middle + 1
      else high = middle
    }
    this.places.splice(low, 0, place)
    if (this.places.length > this.#limit) this.places.pop()
  }
}

/** By key, then by date, then by id: no two events are equal. */
export function comparePlaces(a: PagePlace, b: PagePlace): number {
  return a.key - b.key || a.dateMs - b.dateMs || a.eventId - b.eventId
}
