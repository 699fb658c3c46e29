import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { type EventsService, type GetEventResponse, GetEventResponseSchema } from '@usher/contracts'
import type { Clock, Random } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type { RedisConnection } from '@usher/stores/redis/open-redis'
import {
  type ReadThroughCache,
  redisReadThroughCache,
} from '@usher/stores/redis/read-through-cache'

export interface CachedEventsNeeds {
  readonly events: Client<typeof EventsService>
  readonly redis: RedisConnection
  readonly clock: Clock
  readonly random: Random
  readonly ttlMs?: number
}

/** Seats that are left and statuses that time changes are shown this much late, at most. */
const EVENT_TTL_MS = 2000

/**
 * The events service with a cache for what everybody reads: single events, asked for by nobody in
 * particular. Only what the public may see gets in, as others are answered by the service itself.
 * What an organizer changes by any gateway is forgotten at once; everything else is late by the
 * time of the cache, an event that was read while it changed included.
 */
export function cachedEvents(needs: CachedEventsNeeds): Client<typeof EventsService> {
  const { events } = needs
  const cache = cacheOf(needs)
  return {
    ...events,
    getEvent: (request, options) =>
      request.userId || !request.eventId
        ? events.getEvent(request, options)
        : cache.get(`${request.eventId}`, () => events.getEvent(request, options)),
    updateEvent: forgetting(cache, events.updateEvent),
    publishEvent: forgetting(cache, events.publishEvent),
    cancelEvent: forgetting(cache, events.cancelEvent),
  }
}

function cacheOf(needs: CachedEventsNeeds): ReadThroughCache<GetEventResponse> {
  return redisReadThroughCache({
    ...needs,
    prefix: 'cache:event',
    ttlMs: needs.ttlMs ?? EVENT_TTL_MS,
    encode: (answer: GetEventResponse) => toBinary(GetEventResponseSchema, answer),
    decode: (bytes) => fromBinary(GetEventResponseSchema, bytes),
  })
}

type Call<Request, Options, Answer> = (request: Request, options?: Options) => Promise<Answer>

/** Also when the call fails: it may have been carried out. */
function forgetting<Request extends { readonly eventId?: number }, Options, Answer>(
  cache: ReadThroughCache<GetEventResponse>,
  change: Call<Request, Options, Answer>,
): Call<Request, Options, Answer> {
  return async (request, options) => {
    try {
      return await change(request, options)
    } finally {
      await cache.forget(`${request.eventId ?? ''}`)
    }
  }
}
