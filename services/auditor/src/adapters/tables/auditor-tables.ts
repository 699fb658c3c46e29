import type { EventId } from '@usher/kernel'
import { defineTable } from '@usher/stores'
import type { Check, CheckKind } from '../../domain/check.ts'
import type { Evidence, Finding, Problem } from '../../domain/finding.ts'
import type { SeatStep } from '../../domain/seat-history.ts'

interface SeatRow {
  readonly event_id: EventId
  readonly seat_number: string
  readonly steps: readonly SeatStep[]
  /** When the newest step was put on record. */
  readonly kept_at_ms: number
}

export const seatsTable = defineTable<SeatRow>({
  name: 'auditor_seats',
  columns: { event_id: 'integer', seat_number: 'text', steps: 'json', kept_at_ms: 'integer' },
  key: ['event_id', 'seat_number'],
  indexes: { kept: ['kept_at_ms'] },
})

interface ReferenceRow {
  readonly booking_reference: string
  readonly booking_id: string
  readonly kept_at_ms: number
}

export const referencesTable = defineTable<ReferenceRow>({
  name: 'auditor_references',
  columns: { booking_reference: 'text', booking_id: 'text', kept_at_ms: 'integer' },
  key: ['booking_reference'],
  indexes: { kept: ['kept_at_ms'] },
})

interface CountedRow {
  readonly count_id: string
  readonly event_id: EventId
  readonly kept_at_ms: number
}

/** Bookings and refunds whose places are in `auditor_places`. */
export const countedTable = defineTable<CountedRow>({
  name: 'auditor_counted',
  columns: { count_id: 'text', event_id: 'integer', kept_at_ms: 'integer' },
  key: ['count_id'],
  indexes: { kept: ['kept_at_ms'] },
})

interface PlacesRow {
  readonly event_id: EventId
  readonly area: string
  readonly booked: number
}

export const placesTable = defineTable<PlacesRow>({
  name: 'auditor_places',
  columns: { event_id: 'integer', area: 'text', booked: 'integer' },
  key: ['event_id', 'area'],
})

export interface CheckRow {
  readonly kind: CheckKind
  readonly subject: string
  readonly event_id: EventId
  readonly due_at_ms: number
  readonly is_confirmed: number
  readonly suspected_at_ms: number
  readonly tries: number
  readonly version: number
}

export const checksTable = defineTable<CheckRow>({
  name: 'auditor_checks',
  columns: {
    kind: 'text',
    subject: 'text',
    event_id: 'integer',
    due_at_ms: 'integer',
    is_confirmed: 'integer',
    suspected_at_ms: 'integer',
    tries: 'integer',
    version: 'integer',
  },
  key: ['kind', 'subject'],
  indexes: { due: ['due_at_ms'] },
})

export function checkRow(check: Check): CheckRow {
  return {
    kind: check.kind,
    subject: check.subject,
    event_id: check.eventId,
    due_at_ms: check.dueAtMs,
    is_confirmed: check.isConfirmed ? 1 : 0,
    suspected_at_ms: check.suspectedAtMs,
    tries: check.tries,
    version: check.version,
  }
}

export function checkOf(row: CheckRow): Check {
  return {
    kind: row.kind,
    subject: row.subject,
    eventId: row.event_id,
    dueAtMs: row.due_at_ms,
    isConfirmed: row.is_confirmed === 1,
    suspectedAtMs: row.suspected_at_ms,
    tries: row.tries,
    version: row.version,
  }
}

export interface FindingRow {
  readonly finding_id: string
  readonly problem: Problem
  readonly event_id: EventId
  readonly subject: string
  readonly evidence: Evidence
  readonly found_at_ms: number
  /** Zero while it is open. */
  readonly resolved_at_ms: number
}

export const findingsTable = defineTable<FindingRow>({
  name: 'auditor_findings',
  columns: {
    finding_id: 'text',
    problem: 'text',
    event_id: 'integer',
    subject: 'text',
    evidence: 'json',
    found_at_ms: 'integer',
    resolved_at_ms: 'integer',
  },
  key: ['finding_id'],
  indexes: { event: ['event_id', 'finding_id'], open: ['resolved_at_ms', 'event_id'] },
})

export function findingRow(finding: Finding): FindingRow {
  return {
    finding_id: finding.findingId,
    problem: finding.problem,
    event_id: finding.eventId,
    subject: finding.subject,
    evidence: finding.evidence,
    found_at_ms: finding.foundAtMs,
    resolved_at_ms: finding.resolvedAtMs,
  }
}

export function findingOfRow(row: FindingRow): Finding {
  return {
    findingId: row.finding_id,
    problem: row.problem,
    eventId: row.event_id,
    subject: row.subject,
    evidence: row.evidence,
    foundAtMs: row.found_at_ms,
    resolvedAtMs: row.resolved_at_ms,
  }
}
