import type { EventId } from '@usher/kernel'
import { findingOf, problems, type Violation } from '../domain/finding.ts'
import type { AuditorPorts } from './ports.ts'

/**
 * Puts a violation on record, once, and has the sale of its event paused. May be repeated: a crash
 * in between is mended by the message that comes again.
 */
export async function reportViolation(ports: AuditorPorts, violation: Violation): Promise<void> {
  const { state, clock, telemetry } = ports
  const finding = findingOf(violation, clock.nowMs())
  if (await state.addFinding(finding)) telemetry.violationFound(finding)
  if (problems[violation.problem].pausesSale) await pauseSoon(ports, violation.eventId)
}

/** The checks do it, and do it again when inventory cannot be reached. */
async function pauseSoon({ state, clock }: AuditorPorts, eventId: EventId): Promise<void> {
  const subject = String(eventId)
  await state.schedule({ kind: 'pause', subject, eventId, dueAtMs: clock.nowMs() })
}
