import type { EventId } from '@usher/kernel'
import type { ColumnType, RawBuilder } from 'kysely'
import type { CheckKind } from '../../domain/check.ts'
import type { Problem } from '../../domain/finding.ts'

/** The tables of this service in MySQL; times are milliseconds since the Unix epoch. */
export interface AuditorDatabase {
  readonly auditor_seats: SeatsTable
  readonly auditor_references: ReferencesTable
  readonly auditor_counted: CountedTable
  readonly auditor_places: PlacesTable
  readonly auditor_checks: ChecksTable
  readonly auditor_findings: FindingsTable
}

/** When the row was made or changed last, by the server's clock. */
type KeptAt = ColumnType<number, never, RawBuilder<number>>

/** JSON as text: what it says of a seat is compared nowhere in the server. */
type JsonText = ColumnType<string, string, string>

interface SeatsTable {
  readonly event_id: EventId
  readonly seat_number: string
  /** Of the newest step: the condition on every change. */
  readonly version: number
  readonly steps: JsonText
  readonly kept_at_ms: KeptAt
}

interface ReferencesTable {
  readonly booking_reference: string
  readonly booking_id: string
  readonly kept_at_ms: KeptAt
}

interface CountedTable {
  readonly count_id: string
  readonly event_id: EventId
  readonly kept_at_ms: KeptAt
}

interface PlacesTable {
  readonly event_id: EventId
  readonly area: string
  readonly booked: number
}

export interface ChecksTable {
  readonly kind: CheckKind
  readonly subject: string
  readonly event_id: EventId
  readonly due_at_ms: number
  readonly is_confirmed: number
  readonly suspected_at_ms: number
  readonly tries: number
  readonly version: number
}

export interface FindingsTable {
  readonly finding_id: string
  readonly problem: Problem
  readonly event_id: EventId
  readonly subject: string
  readonly evidence: JsonText
  readonly found_at_ms: number
  /** Zero while it is open. */
  readonly resolved_at_ms: number
}
