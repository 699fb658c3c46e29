import { indexedStatuses } from '../../domain/event-document.ts'
import { FACET_VALUES_MAX, type Facet } from '../../ports/search-index.ts'
import { failures } from './event-tests.ts'
import type { IndexedEvent, IndexedEvents } from './indexed-events.ts'

const facetNames = ['city', 'category', 'country', 'month', 'status'] as const
type FacetName = (typeof facetNames)[number]

/** Counts events by what they share, each facet as if its own filter were not set. */
export class FacetCounts {
  readonly #events: IndexedEvents
  readonly #counts: Readonly<Record<FacetName, Uint32Array>>

  constructor(events: IndexedEvents) {
    const { city, category, country, month } = events.dictionaries
    this.#events = events
    this.#counts = {
      city: new Uint32Array(city.size),
      category: new Uint32Array(category.size),
      country: new Uint32Array(country.size),
      month: new Uint32Array(month.size),
      status: new Uint32Array(indexedStatuses.length),
    }
  }

  /** `failed` are the bits of `failures` that the event fails. Spelled out, for its speed. */
  add(event: IndexedEvent, failed: number): void {
    const counts = this.#counts
    if ((failed & ~failures.city) === 0) count(counts.city, event.city)
    if ((failed & ~failures.category) === 0) count(counts.category, event.category)
    if ((failed & ~failures.country) === 0) count(counts.country, event.country)
    if ((failed & ~failures.month) === 0) count(counts.month, event.month)
    if ((failed & ~failures.status) === 0) count(counts.status, event.status)
  }

  facets(): readonly Facet[] {
    return facetNames.map((name) => ({ name, values: this.#values(name, this.#counts[name]) }))
  }

  #values(name: FacetName, counts: Uint32Array): Facet['values'] {
    const textOf = (id: number) =>
      name === 'status' ? (indexedStatuses[id] ?? '') : this.#events.dictionaries[name].textOf(id)
    return Array.from(counts, (count, id) => ({ value: textOf(id), count }))
      .filter(({ value, count }) => count > 0 && value !== '')
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, FACET_VALUES_MAX)
  }
}

function count(counts: Uint32Array, id: number): void {
  counts[id] = (counts[id] ?? 0) + 1
}
