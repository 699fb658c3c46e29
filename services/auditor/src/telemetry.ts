import { type EventId, isDomainError } from '@usher/kernel'
import type { Counter, Logger, Metrics } from '@usher/telemetry'
import type { Check } from './domain/check.ts'
import { type Finding, type Problem, problemNames, problems } from './domain/finding.ts'

/** Who is told of what the auditor does. None of these may throw. */
export interface AuditorTelemetry {
  violationFound(finding: Finding): void
  salePaused(eventId: EventId, reason: string): void
  /** A seat has moved on further than was told. */
  changesMissing(facts: { eventId: EventId; seatNumber: string; missing: number }): void
  /** A message of this topic was followed. */
  followed(topic: string, lagMs: number): void
  checked(nowMs: number): void
  checkFailed(check: Check, error: unknown): void
  measured(facts: Measured): void
}

export interface Measured {
  readonly waiting: number
  readonly overdueMs: number
  readonly open: ReadonlyMap<Problem, number>
}

export function auditorTelemetry(metrics: Metrics, logger: Logger): AuditorTelemetry {
  const violations = violationCounters(metrics)
  const numbers = auditorMetrics(metrics)
  for (const problem of problemNames) numbers.open.set(0, { problem })
  return {
    violationFound({ problem, eventId, subject, evidence, findingId }) {
      violations[problem].add(1)
      const { invariant, says } = problems[problem]
      const what = { finding_id: findingId, invariant, event_id: eventId, subject, evidence }
      logger.error(what, `a violation was found: ${says}`)
    },
    salePaused(eventId, reason) {
      numbers.pauses.add(1)
      logger.error({ event_id: eventId, reason }, 'the sale of an event was paused')
    },
    changesMissing({ eventId, seatNumber, missing }) {
      numbers.missing.add(missing)
      const facts = { event_id: eventId, seat_number: seatNumber, missing }
      logger.warn(facts, 'changes of a seat were never told of')
    },
    followed(topic, lagMs) {
      numbers.messages.add(1, { topic })
      numbers.lag.set(Math.max(0, lagMs) / 1000, { topic })
    },
    checked: (nowMs) => numbers.checkedAt.set(nowMs / 1000),
    checkFailed({ kind, subject }, error) {
      numbers.failures.add(1, { kind })
      if (isDomainError(error)) {
        logger.debug({ kind, subject, code: error.code }, 'a check could not be made')
      } else logger.error({ err: error, kind, subject }, 'a check failed')
    },
    measured({ waiting, overdueMs, open }) {
      numbers.waiting.set(waiting)
      numbers.overdue.set(overdueMs / 1000)
      for (const problem of problemNames) numbers.open.set(open.get(problem) ?? 0, { problem })
    },
  }
}

/** A counter for each problem, zero from the start: what is not there cannot be watched. */
function violationCounters(metrics: Metrics): Readonly<Record<Problem, Counter>> {
  const counters = problemNames.map((problem) => {
    const { metric, invariant, says } = problems[problem]
    const help = `Violations of ${invariant} found since the start: ${says}. Always 0.`
    const counter = metrics.counter({ name: metric, help })
    counter.add(0)
    return [problem, counter] as const
  })
  return Object.fromEntries(counters) as Record<Problem, Counter>
}

function auditorMetrics(metrics: Metrics) {
  return {
    pauses: metrics.counter({
      name: 'auditor_paused_sales_total',
      help: 'Sales paused because of what was found.',
    }),
    missing: metrics.counter({
      name: 'auditor_missing_changes_total',
      help: 'Changes of seats that topics never told of.',
    }),
    messages: metrics.counter({
      name: 'auditor_messages_total',
      help: 'Messages followed by topic.',
      labels: ['topic'],
    }),
    lag: metrics.gauge({
      name: 'auditor_lag_seconds',
      help: 'How old the newest followed message of the topic was.',
      labels: ['topic'],
    }),
    checkedAt: metrics.gauge({
      name: 'auditor_last_checked_timestamp_seconds',
      help: 'When the checks were last made, in seconds since the Unix epoch.',
    }),
    failures: metrics.counter({
      name: 'auditor_check_failures_total',
      help: 'Checks that could not be made and come again, by kind.',
      labels: ['kind'],
    }),
    waiting: metrics.gauge({
      name: 'auditor_checks_waiting',
      help: 'Checks that wait for their time; 10000 may be more.',
    }),
    overdue: metrics.gauge({
      name: 'auditor_checks_overdue_seconds',
      help: 'How long the oldest check has been due.',
    }),
    open: metrics.gauge({
      name: 'auditor_findings_open',
      help: 'Findings that nobody has resolved, by problem; kept over restarts.',
      labels: ['problem'],
    }),
  }
}
