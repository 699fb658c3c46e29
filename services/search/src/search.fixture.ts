import { create, type MessageInitShape } from '@bufbuild/protobuf'
import type { LogReader } from '@usher/bus'
import { type EventSchema, EventStatus, EventUpdatedSchema, SearchService } from '@usher/contracts'
import { localClient } from '@usher/rpc'
import { manualClock, seededRandom } from '@usher/testing'
import { IN_MEMORY } from './adapters/fts5/engine.ts'
import { fts5SearchIndex } from './adapters/fts5/search-index.ts'
import { readSearchConfig } from './config.ts'
import { DAY_MS, NOW_MS } from './documents.fixture.ts'
import { createSearch } from './search.ts'

type EventParts = MessageInitShape<typeof EventSchema>

/** The service over an index in memory and a log that tests write. */
export function openSearch(directory = IN_MEMORY) {
  const clock = manualClock(NOW_MS)
  const log = writtenLog()
  const index = fts5SearchIndex({ directory, clock })
  const adapters = { index, log, clock, random: seededRandom(1) }
  const search = createSearch(adapters, readSearchConfig({}))
  const client = localClient(SearchService, search.rpc, clock)
  const [, updated] = search.consumers
  /** Says that an event is so: keeps it in the log and hands it to the consumer. */
  const say = async (parts: EventParts, saidAtMs = NOW_MS) => {
    log.keep(parts, saidAtMs)
    await updated?.handle(create(EventUpdatedSchema, { event: parts }), attributes(saidAtMs))
  }
  const names = async (request: Parameters<typeof client.search>[0] = {}) => {
    const { hits } = await client.search(request)
    return hits.map(({ event }) => event?.details?.eventName)
  }
  return { clock, log, index, search, client, say, names }
}

export function event(eventId: number, eventName: string, parts: object = {}): EventParts {
  const details = { eventName, eventDateMs: BigInt(NOW_MS + DAY_MS), timeZone: 'Europe/Madrid' }
  const usual = { version: 1, status: EventStatus.ON_SALE, city: 'Madrid', availableSeats: 10 }
  return { eventId, ...usual, details, ...parts }
}

export function attributes(saidAtMs: number) {
  const time = new Date(saidAtMs).toISOString()
  const source = '/usher/events'
  return { specversion: '1.0', id: 'm', source, type: 'event.updated', time, subject: '1' } as const
}

/** Everything was said in event.updated; `fail` makes the next replays reject. */
function writtenLog() {
  const kept: { parts: EventParts; saidAtMs: number }[] = []
  let pause: Promise<void> | undefined
  let failure: Error | undefined
  const reader: LogReader = {
    async replay(topic, handle) {
      if (topic.name !== 'event.updated') return
      for (const { parts, saidAtMs } of kept.slice()) {
        const message = create(EventUpdatedSchema, { event: parts })
        await handle(message as never, attributes(saidAtMs))
        await pause
        if (failure) throw failure
      }
    },
  }
  return {
    ...reader,
    keep: (parts: EventParts, saidAtMs = NOW_MS) => void kept.push({ parts, saidAtMs }),
    pauseUntil: (over: Promise<void> | undefined) => void (pause = over),
    fail: (error: Error | undefined) => void (failure = error),
  }
}
