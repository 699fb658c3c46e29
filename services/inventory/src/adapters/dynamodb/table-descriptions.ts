import { outboxTable } from '@usher/bus/dynamodb/outbox-table'
import type { TableDescription } from '@usher/stores/dynamodb/ensure-tables'

/** The specification's table. `event_id` carries the partition, see ADR 0009. */
export const seatsTable: TableDescription = {
  name: 'seats',
  key: ['event_id', 'seat_number'],
  attributes: { event_id: 'N', seat_number: 'S', status: 'S' },
  indexes: { 'status-index': ['event_id', 'status'] },
  stream: true,
}

/** The specification's table. `status` carries the shard, see ADR 0009. */
export const reservationsTable: TableDescription = {
  name: 'reservations',
  key: ['reservation_id'],
  attributes: { reservation_id: 'S', user_id: 'S', expires_at: 'N', status: 'S' },
  indexes: {
    'user-reservations-index': ['user_id', 'expires_at'],
    'expiry-index': ['status', 'expires_at'],
  },
  ttl: 'ttl',
}

/** How many seats and places a buyer has in an event; `buyer` is both, so that no event is hot. */
export const buyerCountsTable: TableDescription = {
  name: 'buyer_counts',
  key: ['buyer'],
  attributes: { buyer: 'S' },
}

/** Taken places of the areas of an event. */
export const areaCountsTable: TableDescription = {
  name: 'area_counts',
  key: ['event_id', 'area'],
  attributes: { event_id: 'N', area: 'S' },
}

/** Operation ids that were applied. */
export const seatOperationsTable: TableDescription = {
  name: 'seat_operations',
  key: ['operation_id'],
  attributes: { operation_id: 'S' },
  ttl: 'ttl',
}

/** Append-only; spread as the seats are. */
export const seatJournalTable: TableDescription = {
  name: 'seat_journal',
  key: ['event_id', 'sequence'],
  attributes: { event_id: 'N', sequence: 'N' },
}

/** Which map an event has, and whether it stands for ever because a seat was taken. */
export const seatMapsTable: TableDescription = {
  name: 'seat_maps',
  key: ['event_id'],
  attributes: { event_id: 'N' },
}

/** The text of a map, packed and in pieces: an item holds 400 KB. */
export const seatMapChunksTable: TableDescription = {
  name: 'seat_map_chunks',
  key: ['map_id', 'chunk'],
  attributes: { map_id: 'S', chunk: 'N' },
}

export const salesTable: TableDescription = {
  name: 'sales',
  key: ['event_id'],
  attributes: { event_id: 'N' },
}

/** Every table that inventory needs; the infrastructure's description makes the same. */
export const inventoryTables: readonly TableDescription[] = [
  seatsTable,
  reservationsTable,
  buyerCountsTable,
  areaCountsTable,
  seatOperationsTable,
  seatJournalTable,
  seatMapsTable,
  seatMapChunksTable,
  salesTable,
  outboxTable,
]
