import { indexedStatuses } from '../../domain/event-document.ts'
import { FACET_VALUES_MAX, type Facet } from '../../ports/search-index.ts'
import { failures } from './event-tests.ts'
import type { IndexedEvent, IndexedEvents } from './indexed-events.ts'

const facetNames = ['city', 'category', 'country', 'month', 'status'] as const
type FacetName = (typeof facetNames)[number]

/** Counts events by what they share, each facet as if its own filter were not set. */
export class FacetCounts {
  readonly #events: IndexedEvents
  readonly #counts: readonly { name: FacetName; own: number; counts: Uint32Array }[]

  constructor(events: IndexedEvents) {
    this.#events = events
    this.#counts = facetNames.map((name) => {
      const size = name === 'status' ? indexedStatuses.length : events.dictionaries[name].size
      return { name, own: failures[name], counts: new Uint32Array(size) }
    })
  }

  /** `failed` are the bits of `failures` that the event fails. */
  add(event: IndexedEvent, failed: number): void {
    for (const { name, own, counts } of this.#counts) {
      if ((failed & ~own) !== 0) continue
      const id = event[name]
      counts[id] = (counts[id] ?? 0) + 1
    }
  }

  facets(): readonly Facet[] {
    return this.#counts.map(({ name, counts }) => ({ name, values: this.#values(name, counts) }))
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
