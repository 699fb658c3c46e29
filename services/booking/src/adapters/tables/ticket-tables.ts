import { defineTable } from '@usher/stores'
import type { CheckIn } from '../../domain/check-in.ts'
import type { KnownEvent } from '../../ports/known-events.ts'
import type { TicketSigningKey } from '../../ports/ticket-key-store.ts'

export interface CheckInRow {
  readonly check_in_id: CheckIn['checkInId']
  readonly event_id: CheckIn['eventId']
  readonly booking_id: CheckIn['bookingId']
  readonly ticket_number: number
  readonly seat_number: CheckIn['seatNumber']
  readonly section: string
  readonly gate: string
  readonly scanner_id: string
  readonly operation_id: CheckIn['operationId']
  readonly checked_in_at_ms: number
  readonly undone_at_ms: number
  readonly undone_by: string
}

export const checkInsTable = defineTable<CheckInRow>({
  name: 'check_ins',
  columns: {
    check_in_id: 'text',
    event_id: 'integer',
    booking_id: 'text',
    ticket_number: 'integer',
    seat_number: 'text',
    section: 'text',
    gate: 'text',
    scanner_id: 'text',
    operation_id: 'text',
    checked_in_at_ms: 'integer',
    undone_at_ms: 'integer',
    undone_by: 'text',
  },
  key: ['check_in_id'],
  indexes: {
    by_event: ['event_id', 'checked_in_at_ms'],
    by_gate: ['event_id', 'gate', 'checked_in_at_ms'],
  },
})

/** The live check-in of a ticket: its key is what admits one person only. */
export interface AdmittedRow {
  readonly booking_id: CheckIn['bookingId']
  readonly ticket_number: number
  readonly check_in_id: CheckIn['checkInId']
}

export const admittedTable = defineTable<AdmittedRow>({
  name: 'tickets_checked_in',
  columns: { booking_id: 'text', ticket_number: 'integer', check_in_id: 'text' },
  key: ['booking_id', 'ticket_number'],
})

export interface ScanRow {
  readonly event_id: CheckIn['eventId']
  readonly scanner_id: string
  readonly operation_id: CheckIn['operationId']
  readonly check_in_id: CheckIn['checkInId']
}

export const scansTable = defineTable<ScanRow>({
  name: 'check_in_operations',
  columns: { event_id: 'integer', scanner_id: 'text', operation_id: 'text', check_in_id: 'text' },
  key: ['event_id', 'scanner_id', 'operation_id'],
})

export interface IssueRow {
  readonly booking_id: CheckIn['bookingId']
  readonly issue: number
  readonly operation_ids: readonly string[]
}

export const issuesTable = defineTable<IssueRow>({
  name: 'ticket_issues',
  columns: { booking_id: 'text', issue: 'integer', operation_ids: 'json' },
  key: ['booking_id'],
})

export interface TicketKeyRow {
  readonly key_id: string
  readonly x: string
  /** The secret. Whoever reads this table can make tickets. */
  readonly d: string
  readonly status: TicketSigningKey['status']
  readonly created_at_ms: number
}

export const ticketKeysTable = defineTable<TicketKeyRow>({
  name: 'ticket_keys',
  columns: { key_id: 'text', x: 'text', d: 'text', status: 'text', created_at_ms: 'integer' },
  key: ['key_id'],
  indexes: { by_age: ['created_at_ms'] },
})

/** Which key is active: a row rather than a search, so that a check and its commit share a turn. */
export interface ActiveKeyRow {
  readonly name: typeof ACTIVE
  readonly key_id: string
  /** All others, the oldest first. */
  readonly other_key_ids: readonly string[]
}

export const ACTIVE = 'active'

export const activeKeyTable = defineTable<ActiveKeyRow>({
  name: 'ticket_key_active',
  columns: { name: 'text', key_id: 'text', other_key_ids: 'json' },
  key: ['name'],
})

export interface KnownEventRow {
  readonly event_id: KnownEvent['eventId']
  readonly cancelled: boolean
  readonly starts_at_ms: number
  readonly ends_at_ms: number
  readonly version: number
}

export const knownEventsTable = defineTable<KnownEventRow>({
  name: 'booking_known_events',
  columns: {
    event_id: 'integer',
    cancelled: 'boolean',
    starts_at_ms: 'integer',
    ends_at_ms: 'integer',
    version: 'integer',
  },
  key: ['event_id'],
})
