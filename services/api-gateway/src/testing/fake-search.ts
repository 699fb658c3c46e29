import { type SearchRequest, SearchService } from '@usher/contracts'
import { fake } from './fake.ts'
import { EVENT, eventMessage } from './fake-events.ts'

export interface SearchCalls {
  readonly searched: SearchRequest[]
  reindexes: number
}

/** Finds the one event, whatever is looked for. */
export function fakeSearch(calls: SearchCalls) {
  const reindex = { reindexId: 'ri_1', status: 'RUNNING', messages: 3, startedAtMs: 1000n }
  return fake(SearchService, {
    search: async (request) => {
      calls.searched.push(request)
      return {
        hits: [{ event: eventMessage(EVENT), ...(request.near ? { distanceKm: 1.5 } : {}) }],
        nextCursor: 'more',
        total: 2,
        facets: request.facets ? [{ name: 'city', values: [{ value: 'Madrid', count: 2 }] }] : [],
        correctedText: request.text === 'nabuco' ? 'nabucco' : '',
      }
    },
    suggest: async ({ prefix }) => ({
      suggestions: [
        { text: `${prefix}ucco`, kind: 'event', eventId: EVENT },
        { text: 'Madrid', kind: 'city' },
      ],
    }),
    startReindex: async () => {
      calls.reindexes++
      return { reindex }
    },
    getReindex: async () => (calls.reindexes > 0 ? { reindex } : {}),
  })
}
