import type { Consumer } from '@usher/bus'
import type { AuditorService } from '@usher/contracts'
import type { Clock, Job } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import { type Logger, type Metrics, noMetrics, silentLogger } from '@usher/telemetry'
import type { AuditorConfig } from './config.ts'
import { auditorConsumers } from './consumers.ts'
import type { AuditState } from './ports/audit-state.ts'
import type { SaleRecords } from './ports/sale-records.ts'
import { auditorHandlers } from './rpc.ts'
import { auditorTelemetry } from './telemetry.ts'
import type { AuditorPorts } from './usecases/ports.ts'
import { pruneSettled } from './usecases/prune-settled.ts'
import { runChecks } from './usecases/run-checks.ts'

/** What a composition root passes. */
export interface AuditorAdapters {
  readonly state: AuditState
  readonly records: SaleRecords
  readonly clock: Clock
  readonly metrics?: Metrics
  readonly logger?: Logger
}

export interface Auditor {
  readonly rpc: Handlers<typeof AuditorService>
  readonly consumers: readonly Consumer[]
  readonly jobs: readonly Job[]
  /** Always true: nothing waits for the auditor. */
  ready(): boolean
}

const MEASURE_EVERY_MS = 15_000
const PRUNE_EVERY_MS = 3_600_000

/** Wires the auditor; opens nothing, starts nothing. */
export function createAuditor(adapters: AuditorAdapters, config: AuditorConfig): Auditor {
  const { metrics = noMetrics, logger = silentLogger, ...rest } = adapters
  const ports = { ...rest, telemetry: auditorTelemetry(metrics, logger) }
  const check = (stopping?: AbortSignal) => runChecks(ports, stopping)
  return {
    rpc: auditorHandlers(ports),
    consumers: auditorConsumers(ports),
    jobs: [
      { name: 'auditor.check', everyMs: config.checkEveryMs, run: check },
      { name: 'auditor.measure', everyMs: MEASURE_EVERY_MS, run: () => measure(ports) },
      { name: 'auditor.prune', everyMs: PRUNE_EVERY_MS, run: () => pruneSettled(ports) },
    ],
    ready: () => true,
  }
}

async function measure({ state, clock, telemetry }: AuditorPorts): Promise<void> {
  const { count, dueAtMs } = await state.waiting()
  const nowMs = clock.nowMs()
  const overdueMs = Math.max(0, nowMs - (dueAtMs ?? nowMs))
  telemetry.measured({ waiting: count, overdueMs, open: await state.openFindings() })
}
