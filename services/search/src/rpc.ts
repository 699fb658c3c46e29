import { fromBinary, type MessageInitShape } from '@bufbuild/protobuf'
import {
  EventSchema,
  EventStatus,
  type ReindexSchema,
  type SearchRequest,
  type SearchService,
  SearchSort,
} from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import { type IndexedStatus, indexedStatuses } from './domain/event-document.ts'
import type { SearchSort as Sort, SearchWish } from './domain/search-query.ts'
import type { QueryPorts } from './usecases/answer-query.ts'
import type { Reindex } from './domain/reindex.ts'
import { searchEvents } from './usecases/search-events.ts'
import { suggestTexts } from './usecases/suggest-texts.ts'

/** Proto to domain words and back; no rules. */
export function searchHandlers(ports: QueryPorts): Handlers<typeof SearchService> {
  const { rebuilder } = ports
  return {
    search: (request, { deadlineMs }) =>
      timed(ports, 'search', async () => {
        const { facets, cursor, limit } = request
        const wish = wishOf(request)
        const page = await searchEvents(ports, { wish, facets, cursor, limit, deadlineMs })
        return {
          hits: page.hits.map(({ body, distanceKm, score }) => ({
            event: fromBinary(EventSchema, body),
            ...(distanceKm !== null && { distanceKm }),
            score,
          })),
          nextCursor: page.nextCursor,
          total: page.total,
          facets: page.facets.map(({ name, values }) => ({ name, values: [...values] })),
          correctedText: page.correctedText,
        }
      }),
    suggest: ({ prefix, limit }, { deadlineMs }) =>
      timed(ports, 'suggest', async () => ({
        suggestions: [...(await suggestTexts(ports, { prefix, limit, deadlineMs }))],
      })),
    startReindex: async () => ({ reindex: reindexMessage(rebuilder.start()) }),
    getReindex: async () => {
      const { last } = rebuilder
      return last ? { reindex: reindexMessage(last) } : {}
    },
  }
}

async function timed<Answer>(
  { clock, telemetry }: QueryPorts,
  operation: 'search' | 'suggest',
  answer: () => Promise<Answer>,
): Promise<Answer> {
  const startMs = clock.monotonicMs()
  try {
    return await answer()
  } finally {
    telemetry.answered(operation, clock.monotonicMs() - startMs)
  }
}

function wishOf(request: SearchRequest): SearchWish {
  const { near } = request
  return {
    text: request.text,
    cities: request.cities,
    categories: request.categories,
    countries: request.countries,
    fromMs: numberOrNull(request.fromMs),
    toMs: numberOrNull(request.toMs),
    minPriceMinor: numberOrNull(request.minPriceMinor),
    maxPriceMinor: numberOrNull(request.maxPriceMinor),
    currency: request.currency,
    available: request.available,
    near: near ? { point: pointOf(near.point), radiusKm: near.radiusKm } : null,
    sort: sortOf(request.sort),
    statuses: request.statuses.map(statusOf),
  }
}

function pointOf(point: { latitude: number; longitude: number } | undefined) {
  return point ? { latitude: point.latitude, longitude: point.longitude } : null
}

function numberOrNull(value: bigint | undefined): number | null {
  return value === undefined ? null : Number(value)
}

const sorts = ['RELEVANCE', 'DATE', 'PRICE', 'DISTANCE'] as const satisfies readonly Sort[]

function sortOf(sort: SearchSort): Sort | null {
  if (sort === SearchSort.UNSPECIFIED) return null
  const known = sorts.find((name) => SearchSort[name] === sort)
  if (known) return known
  throw new DomainError('invalid', 'invalid_sort', 'not a way to sort', { field: 'sort' })
}

function statusOf(status: EventStatus): IndexedStatus {
  const known = indexedStatuses.find((name) => EventStatus[name] === status)
  if (known) return known
  const facts = { field: 'statuses' }
  throw new DomainError('invalid', 'invalid_status', 'not a status of a public event', facts)
}

function reindexMessage(reindex: Reindex): MessageInitShape<typeof ReindexSchema> {
  const { startedAtMs, endedAtMs, ...rest } = reindex
  return { ...rest, startedAtMs: BigInt(startedAtMs), endedAtMs: BigInt(endedAtMs) }
}
