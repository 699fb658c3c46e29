import type { Clock, Job, Random } from '@usher/kernel'
import { type Logger, type Metrics, noMetrics, silentLogger } from '@usher/telemetry'
import type { CdcConfig } from './config.ts'
import { LeaseWatch } from './domain/lease-watch.ts'
import type { LeaseStore } from './ports/lease-store.ts'
import type { MessageSink } from './ports/message-sink.ts'
import { cdcTelemetry } from './telemetry.ts'
import type { HeldShard } from './usecases/held-shard.ts'
import type { CdcPorts, Source } from './usecases/ports.ts'
import { relayShard } from './usecases/relay-shard.ts'
import { leave, type ShardWork, shareShards } from './usecases/share-shards.ts'

/** What a composition root passes. */
export interface CdcAdapters {
  readonly sources: readonly Source[]
  readonly leases: LeaseStore
  readonly sink: MessageSink
  readonly clock: Clock
  readonly random: Random
  readonly logger?: Logger
  readonly metrics?: Metrics
}

export interface Cdc {
  readonly jobs: readonly Job[]
  /** True when streams and leases could be read a short while ago. */
  ready(): boolean
  /** Waits for what is under way, and lets others take over at once. */
  close(): Promise<void>
}

/** A lease is renewed so often in its duration: three renewals may fail. */
const RENEWALS_PER_LEASE = 4
/** So many looks at the streams may fail before the instance says that it is not ready. */
const FAILED_LOOKS_MAX = 5
const ID_BYTES = 8

/** The service over these adapters. Opens nothing, starts nothing. */
export function createCdc(adapters: CdcAdapters, config: CdcConfig): Cdc {
  const { clock, random, logger = silentLogger, metrics = noMetrics, ...rest } = adapters
  const { leaseMs, pollMs, shareEveryMs } = config
  const me = `cdc-${Buffer.from(random.bytes(ID_BYTES)).toString('hex')}`
  const telemetry = cdcTelemetry(logger, metrics, clock)
  const ports: CdcPorts = { ...rest, clock, random, telemetry, me, leaseMs }
  const work: ShardWork = { held: new Map(), watch: new LeaseWatch(leaseMs) }
  let sharedAtMs = Number.NEGATIVE_INFINITY
  return {
    jobs: [
      {
        name: 'cdc.share_shards',
        everyMs: shareEveryMs,
        async run() {
          await shareShards(ports, work)
          sharedAtMs = clock.monotonicMs()
        },
      },
      {
        name: 'cdc.renew_leases',
        everyMs: Math.ceil(leaseMs / RENEWALS_PER_LEASE),
        run: () => renewLeases(work),
      },
      { name: 'cdc.read_shards', everyMs: pollMs, run: async () => readShards(ports, work) },
    ],
    ready: () => clock.monotonicMs() < sharedAtMs + shareEveryMs * FAILED_LOOKS_MAX + leaseMs,
    close: () => leave(ports, work),
  }
}

async function renewLeases({ held }: ShardWork): Promise<void> {
  const ours = [...held.values()].filter(
    ({ isLost, isLeaving, running }) => !isLost && (!isLeaving || running !== undefined),
  )
  const renewed = await Promise.allSettled(ours.map((each) => each.write({})))
  const failed = renewed.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}

/** Each shard goes on by itself: one that waits keeps no other waiting. */
function readShards(ports: CdcPorts, { held }: ShardWork): void {
  for (const each of held.values()) {
    if (each.running || each.isLeaving || !each.isOurs) continue
    each.running = finishing(each, relayShard(ports, each))
  }
}

async function finishing(held: HeldShard, relaying: Promise<void>): Promise<void> {
  try {
    await relaying
  } finally {
    held.running = undefined
  }
}
