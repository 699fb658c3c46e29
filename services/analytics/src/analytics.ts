import type { Consumer, LogReader } from '@usher/bus'
import type { AnalyticsService } from '@usher/contracts'
import type { Clock, Job } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import { type Logger, type Metrics, noMetrics, silentLogger } from '@usher/telemetry'
import type { AnalyticsConfig } from './config.ts'
import { analyticsConsumers, replayTellings } from './consumers.ts'
import type { SalesFigures } from './ports/sales-figures.ts'
import { analyticsHandlers } from './rpc.ts'
import { analyticsTelemetry } from './telemetry.ts'
import { measurePlatform } from './usecases/measure-platform.ts'
import type { AnalyticsPorts } from './usecases/ports.ts'
import { pruneMessages } from './usecases/prune-messages.ts'
import { continueRebuild } from './usecases/rebuild-figures.ts'

/** What a composition root passes. */
export interface AnalyticsAdapters {
  readonly figures: SalesFigures
  readonly log: LogReader
  readonly clock: Clock
  readonly metrics?: Metrics
  readonly logger?: Logger
}

export interface Analytics {
  readonly rpc: Handlers<typeof AnalyticsService>
  readonly consumers: readonly Consumer[]
  readonly jobs: readonly Job[]
  /** Always true: no sale waits for figures. */
  ready(): boolean
}

const REBUILD_EVERY_MS = 2000
const PRUNE_EVERY_MS = 3_600_000

/** Wires the analytics service; opens nothing, starts nothing. */
export function createAnalytics(adapters: AnalyticsAdapters, config: AnalyticsConfig): Analytics {
  const { metrics = noMetrics, logger = silentLogger, log, figures, clock } = adapters
  const telemetry = analyticsTelemetry(metrics, logger)
  const ports = { figures, clock, telemetry, replay: replayTellings(log) }
  return {
    rpc: analyticsHandlers(ports),
    consumers: analyticsConsumers(ports),
    jobs: jobs(ports, config),
    ready: () => true,
  }
}

function jobs(ports: AnalyticsPorts, { measureEveryMs }: AnalyticsConfig): readonly Job[] {
  return [
    {
      name: 'analytics.rebuild',
      everyMs: REBUILD_EVERY_MS,
      run: () => continueRebuild(ports),
    },
    { name: 'analytics.measure', everyMs: measureEveryMs, run: () => measurePlatform(ports) },
    { name: 'analytics.prune', everyMs: PRUNE_EVERY_MS, run: () => pruneMessages(ports) },
  ]
}
