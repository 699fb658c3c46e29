import type { BookingId } from '@usher/kernel'
import {
  everyRow,
  nameOfRow,
  type PlacedRecord,
  placedRecord,
  type Table,
  type Tables,
  withoutPlace,
} from '@usher/stores'
import { bookingsTable } from '../tables/booking-tables.ts'
import { checkInOf } from '../tables/check-in-store.ts'
import * as embedded from '../tables/ticket-tables.ts'
import { operationKey } from './check-in-actions.ts'
import { checkInItem } from './check-in-item.ts'
import { knownEventItem } from './known-events.ts'
import {
  checkInOperationsTable,
  checkInsTable,
  knownEventsTable,
  ticketKeysTable,
  ticketStatesTable,
} from './table-descriptions.ts'
import { ringItem } from './ticket-key-store.ts'
import { ticketAttribute } from './ticket-state.ts'

/** The tickets' part of what booking keeps: their keys, issues and check-ins. */
export async function* ticketItems(tables: Tables): AsyncGenerator<PlacedRecord> {
  yield* ticketKeys(tables)
  yield* ticketStates(tables)
  for await (const row of everyRow(tables, embedded.checkInsTable)) {
    const place = { into: checkInsTable.name, record: checkInItem(checkInOf(row)) }
    yield placedRecord(embedded.checkInsTable, row, place)
  }
  for await (const row of everyRow(tables, embedded.scansTable)) {
    const { event_id: eventId, scanner_id: scannerId, operation_id: operationId } = row
    if (!operationId) throw withoutPlace(nameOfRow(embedded.scansTable, row), 'it has no operation')
    const key = operationKey({ eventId, scannerId, operationId })
    const record = { ...key, check_in_id: row.check_in_id }
    yield placedRecord(embedded.scansTable, row, { into: checkInOperationsTable.name, record })
  }
  for await (const row of everyRow(tables, embedded.knownEventsTable)) {
    const record = knownEventItem({
      eventId: row.event_id,
      cancelled: row.cancelled,
      startsAtMs: row.starts_at_ms,
      endsAtMs: row.ends_at_ms,
      version: row.version,
    })
    yield placedRecord(embedded.knownEventsTable, row, { into: knownEventsTable.name, record })
  }
}

/** All keys are one item, the active one last. */
async function* ticketKeys(tables: Tables): AsyncGenerator<PlacedRecord> {
  const active = tables.get(embedded.activeKeyTable, embedded.ACTIVE)
  const ids = active ? [...active.other_key_ids, active.key_id] : []
  for await (const row of everyRow(tables, embedded.ticketKeysTable)) {
    if (ids.includes(row.key_id)) continue
    throw withoutPlace(nameOfRow(embedded.ticketKeysTable, row), 'ticket_key_active lacks it')
  }
  if (!active) return
  const keys = ids.map((keyId) => {
    const row = tables.get(embedded.ticketKeysTable, keyId)
    const from = nameOfRow(embedded.activeKeyTable, active)
    if (!row) throw withoutPlace(from, `there is no ticket key ${keyId}`)
    const { x, d, status, created_at_ms: createdAtMs } = row
    return { keyId, x, d, status, createdAtMs }
  })
  const record = ringItem({ version: keys.length, keys })
  yield placedRecord(embedded.activeKeyTable, active, { into: ticketKeysTable.name, record })
}

/** One item a booking: its issue, and who is inside with which of its tickets. */
async function* ticketStates(tables: Tables): AsyncGenerator<PlacedRecord> {
  for await (const row of everyRow(tables, embedded.issuesTable)) {
    requireBooking(tables, embedded.issuesTable, row)
  }
  const inside = new Map<BookingId, Record<string, string>>()
  for await (const row of everyRow(tables, embedded.admittedTable)) {
    requireBooking(tables, embedded.admittedTable, row)
    const attributes = inside.get(row.booking_id) ?? {}
    attributes[ticketAttribute(row.ticket_number)] = row.check_in_id
    inside.set(row.booking_id, attributes)
  }
  for await (const row of everyRow(tables, bookingsTable)) {
    const issued = tables.get(embedded.issuesTable, row.booking_id)
    const attributes = inside.get(row.booking_id)
    if (!issued && !attributes) continue
    const issue = issued && { issue: issued.issue, operation_ids: issued.operation_ids }
    const record = { booking_id: row.booking_id, version: 1, ...issue, ...attributes }
    yield placedRecord(bookingsTable, row, { into: ticketStatesTable.name, record })
  }
}

function requireBooking<Row extends { readonly booking_id: BookingId }>(
  tables: Tables,
  table: Table<Row>,
  row: Row,
): void {
  if (tables.get(bookingsTable, row.booking_id)) return
  throw withoutPlace(nameOfRow(table, row), 'there is no such booking')
}
