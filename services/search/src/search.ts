import { type Consumer, type LogReader, topics } from '@usher/bus'
import type { SearchService } from '@usher/contracts'
import type { Clock, Job, Random } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import { type Logger, type Metrics, noMetrics, silentLogger } from '@usher/telemetry'
import type { SearchConfig } from './config.ts'
import { eventChange } from './event-change.ts'
import type { SearchIndex } from './ports/search-index.ts'
import { searchHandlers } from './rpc.ts'
import { searchTelemetry } from './telemetry.ts'
import { indexEvent } from './usecases/index-event.ts'
import type { ReplayChanges, SearchPorts } from './usecases/ports.ts'
import { IndexRebuilder } from './usecases/rebuild-index.ts'

/** What a composition root passes. */
export interface SearchAdapters {
  readonly index: SearchIndex
  readonly log: LogReader
  readonly clock: Clock
  readonly random: Random
  readonly logger?: Logger
  readonly metrics?: Metrics
}

export interface Search {
  readonly rpc: Handlers<typeof SearchService>
  readonly consumers: readonly Consumer[]
  readonly jobs: readonly Job[]
  /** Always true: seats are sold whether or not events can be searched for. */
  ready(): boolean
  /** Ends a reindex that runs, and lets go of the index. */
  close(): Promise<void>
}

/** So late an index that is there is opened at most, and a missing or unfinished one noticed. */
const HEAL_EVERY_MS = 2000
/** Changes of several events wait for the disk together. */
const AT_ONCE = 32

/** The search service over these adapters. Opens nothing, starts nothing. */
export function createSearch(adapters: SearchAdapters, config: SearchConfig): Search {
  const { index, log, clock, random, logger = silentLogger, metrics = noMetrics } = adapters
  const telemetry = searchTelemetry(logger, metrics, () => index.documents())
  const ports = { index, replay: replayOf(log), clock, random, telemetry }
  const rebuilder = new IndexRebuilder(ports)
  return {
    rpc: searchHandlers({ ...ports, ...config, rebuilder }),
    consumers: consumersOf(ports),
    jobs: [{ name: 'search.heal_index', everyMs: HEAL_EVERY_MS, run: () => rebuilder.heal() }],
    ready: () => true,
    async close() {
      await rebuilder.stop()
      await index.close()
    },
  }
}

type EventTopic = typeof topics.eventCreated | typeof topics.eventUpdated

const sources = [
  [topics.eventCreated, 'search_index_created'],
  [topics.eventUpdated, 'search_index_updated'],
] as const satisfies readonly (readonly [EventTopic, string])[]

function consumersOf(ports: SearchPorts): Consumer[] {
  return sources.map(
    ([topic, group]): Consumer<EventTopic> => ({
      topic,
      group,
      atOnce: AT_ONCE,
      async handle({ event }, attributes) {
        const said = eventChange(event, attributes)
        if (said) await indexEvent(ports, said)
      },
    }),
  )
}

function replayOf(log: LogReader): ReplayChanges {
  return async (handle) => {
    for (const [topic] of sources) {
      await log.replay<EventTopic>(topic, async ({ event }, attributes) => {
        const said = eventChange(event, attributes)
        if (said) await handle(said.change)
      })
    }
  }
}
