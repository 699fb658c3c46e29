import type { EventId } from '@usher/kernel'
import {
  everyRow,
  nameOfRow,
  type PlacedRecord,
  placedRecord,
  type Table,
  type Tables,
  withoutPlace,
} from '@usher/stores'
import { shardOf, spreadKey } from '@usher/stores/dynamodb/spread-keys'
import { journalEntry, reservationOf } from '../tables/row-words.ts'
import * as embedded from '../tables/rows.ts'
import { rulesOf } from '../tables/sale-store.ts'
import { areaCountsItem } from './area-actions.ts'
import { type ImportedPlacement, type ImportNeeds, mapItems } from './imported-map.ts'
import { journalItemOf } from './journal-item.ts'
import { inventoryDefaults } from './open-inventory-stores.ts'
import { reservationItem } from './reservation-item.ts'
import { saleItem } from './sale-store.ts'
import { buyerKey, operationItem } from './seat-actions.ts'
import {
  areaCountsTable,
  buyerCountsTable,
  reservationsTable,
  salesTable,
  seatJournalTable,
  seatOperationsTable,
} from './table-descriptions.ts'

const { seatsPerPartition, reservationShards, rememberOperationsMs } = inventoryDefaults

/** Everything that inventory keeps in the embedded store, as items of DynamoDB. */
export async function* inventoryItems(
  needs: Omit<ImportNeeds, 'tables' | 'seatsPerPartition'>,
  tables: Tables,
): AsyncGenerator<PlacedRecord> {
  await requireMaps(tables)
  const placements = new Map<EventId, ImportedPlacement>()
  for await (const row of everyRow(tables, embedded.seatMapsTable)) {
    const placement = yield* mapItems({ ...needs, tables, seatsPerPartition }, row)
    placements.set(row.event_id, placement)
  }
  yield* journalItems(tables, placements)
  yield* eachOf(tables, embedded.salesTable, salesTable, (row) => saleItem(rulesOf(row)))
  yield* eachOf(tables, embedded.reservationsTable, reservationsTable, (row) =>
    reservationItem(reservationOf(row), reservationShards),
  )
  yield* eachOf(tables, embedded.areaCountsTable, areaCountsTable, (row) =>
    areaCountsItem(row.event_id as EventId, row.area, row),
  )
  yield* eachOf(tables, embedded.buyerCountsTable, buyerCountsTable, (row) => ({
    buyer: buyerKey(row.event_id as EventId, row.user_id),
    count: row.count,
  }))
  yield* eachOf(tables, embedded.seatOperationsTable, seatOperationsTable, (row) => {
    const { operation_id: operationId, at_ms: atMs, reservation_id: reservationId } = row
    return operationItem({ operationId, atMs, reservationId }, rememberOperationsMs)
  })
}

/** Seats and texts lie where their map says: without one they would be lost. */
async function requireMaps(tables: Tables): Promise<void> {
  const required = async <Row extends { readonly event_id: number }>(table: Table<Row>) => {
    for await (const row of everyRow(tables, table)) {
      if (tables.get(embedded.seatMapsTable, row.event_id)) continue
      throw withoutPlace(nameOfRow(table, row), `event ${row.event_id} has no seat map`)
    }
  }
  await required(embedded.seatsTable)
  await required(embedded.seatMapTextsTable)
}

async function* eachOf<Row extends object>(
  tables: Tables,
  table: Table<Row>,
  { name }: { readonly name: string },
  itemOf: (row: Row) => object,
): AsyncGenerator<PlacedRecord> {
  for await (const row of everyRow(tables, table)) {
    yield placedRecord(table, row, { into: name, record: itemOf(row) })
  }
}

/** Their numbers are small beside those that inventory gives out now: the order stays. */
async function* journalItems(
  tables: Tables,
  placements: ReadonlyMap<EventId, ImportedPlacement>,
): AsyncGenerator<PlacedRecord> {
  for await (const row of everyRow(tables, embedded.seatJournalTable)) {
    const { sequence, event_id: eventId } = row
    const key = spreadKey(eventId, partitionOf(row, placements.get(eventId)))
    const place = { key, sequence, transactionId: `import-${sequence}` }
    const record = journalItemOf(place, journalEntry(row))
    yield placedRecord(embedded.seatJournalTable, row, { into: seatJournalTable.name, record })
  }
}

/** With the seats, as the ledger has it. */
function partitionOf(
  { seats, reservation_id, actor }: embedded.SeatJournalRow,
  { partitions, placement }: ImportedPlacement = { partitions: 1, placement: new Map() },
): number {
  const [first] = seats
  if (first) return placement.get(first[0]) ?? 0
  return shardOf(reservation_id ?? actor, partitions)
}
