import { outboxTable } from '@usher/bus/dynamodb/outbox-table'
import type { TableDescription } from '@usher/stores/dynamodb/ensure-tables'

/**
 * The specification's table with its two indexes. Ours is `due-index`: only bookings that somebody
 * must come back to have its attributes.
 */
export const bookingsTable: TableDescription = {
  name: 'bookings',
  key: ['booking_id'],
  attributes: {
    booking_id: 'S',
    user_id: 'S',
    booking_reference: 'S',
    created_at: 'N',
    due_shard: 'N',
    due_at: 'N',
  },
  indexes: {
    'user-bookings-index': ['user_id', 'created_at'],
    'reference-index': ['booking_reference'],
    'due-index': ['due_shard', 'due_at'],
  },
}

/** An index cannot make references unique, and lags behind: the key of a table does not. */
export const bookingReferencesTable: TableDescription = {
  name: 'booking_references',
  key: ['booking_reference'],
  attributes: { booking_reference: 'S' },
}

/** The booking that pays for a reservation, or that failed to. Removed once it is CONFIRMED. */
export const bookingPayersTable: TableDescription = {
  name: 'booking_payers',
  key: ['reservation_id'],
  attributes: { reservation_id: 'S' },
}

/** Which bookings an event has; `event_id` carries a shard. Read as it is now, unlike an index. */
export const eventBookingsTable: TableDescription = {
  name: 'event_bookings',
  key: ['event_id', 'booking_id'],
  attributes: { event_id: 'N', booking_id: 'S' },
}

/** What an event has taken and given back; `event_id` carries a shard, the shards are summed. */
export const eventSalesTable: TableDescription = {
  name: 'event_sales',
  key: ['event_id'],
  attributes: { event_id: 'N' },
}

/** Events that take no bookings any more; `event_id` carries a shard, and all are marked. */
export const cancelledEventsTable: TableDescription = {
  name: 'booking_cancelled_events',
  key: ['event_id'],
  attributes: { event_id: 'N' },
}

/** The issue of a booking's tickets, and which of them somebody is inside with. */
export const ticketStatesTable: TableDescription = {
  name: 'ticket_states',
  key: ['booking_id'],
  attributes: { booking_id: 'S' },
}

export const checkInsTable: TableDescription = {
  name: 'check_ins',
  key: ['check_in_id'],
  attributes: { check_in_id: 'S', event_id: 'N', event_gate: 'S', place: 'S' },
  indexes: {
    'event-check-ins-index': ['event_id', 'place'],
    'gate-check-ins-index': ['event_gate', 'place'],
  },
}

export const checkInOperationsTable: TableDescription = {
  name: 'check_in_operations',
  key: ['scanner', 'operation_id'],
  attributes: { scanner: 'S', operation_id: 'S' },
}

/** One item with all keys that sign tickets. As secret as they are. */
export const ticketKeysTable: TableDescription = {
  name: 'ticket_keys',
  key: ['name'],
  attributes: { name: 'S' },
}

export const knownEventsTable: TableDescription = {
  name: 'booking_known_events',
  key: ['event_id'],
  attributes: { event_id: 'N' },
}

/** Every table that booking needs; the infrastructure's description makes the same. */
export const bookingTables: readonly TableDescription[] = [
  bookingsTable,
  bookingReferencesTable,
  bookingPayersTable,
  eventBookingsTable,
  eventSalesTable,
  cancelledEventsTable,
  ticketStatesTable,
  checkInsTable,
  checkInOperationsTable,
  ticketKeysTable,
  knownEventsTable,
  outboxTable,
]
