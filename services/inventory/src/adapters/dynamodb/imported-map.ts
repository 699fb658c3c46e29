import type { Clock, EventId, Random, SeatNumber } from '@usher/kernel'
import {
  everyRow,
  nameOfRow,
  type PlacedRecord,
  placedRecord,
  type Tables,
  withoutPlace,
} from '@usher/stores'
import { PARTITIONS_MAX, spreadKey } from '@usher/stores/dynamodb/spread-keys'
import { newTransactionToken } from '@usher/stores/dynamodb/transact-retried'
import { readStoredSeatMap } from '../../domain/formats/stored-seat-map.ts'
import { countSeats } from '../../domain/seat-map.ts'
import type { SeatPlacement } from '../../domain/seat-placement.ts'
import { seatState } from '../tables/row-words.ts'
import * as embedded from '../tables/rows.ts'
import { headOf } from '../tables/seat-map-store.ts'
import { seatMapText } from '../tables/seat-map-texts.ts'
import { seatItems } from './fill-seats.ts'
import { type MapItem, mapItemOf } from './map-head.ts'
import { type Chunk, mapTextChunks } from './map-text.ts'
import { placementOf } from './placed-events.ts'
import { stateAttributes } from './seat-item.ts'
import { seatMapChunksTable, seatMapsTable, seatsTable } from './table-descriptions.ts'

export interface ImportNeeds {
  readonly clock: Clock
  readonly random: Random
  readonly tables: Tables
  readonly seatsPerPartition: number
}

/** Where an event's seats lie. */
export interface ImportedPlacement {
  readonly partitions: number
  readonly placement: SeatPlacement
}

/** An event's map, its text, and an item for each of its seats, whoever has it. */
export async function* mapItems(
  needs: ImportNeeds,
  row: embedded.SeatMapRow,
): AsyncGenerator<PlacedRecord, ImportedPlacement, undefined> {
  const { tables } = needs
  const { map, item, chunks } = await importedMap(needs, row)
  const place = (into: { readonly name: string }, record: object) =>
    placedRecord(embedded.seatMapsTable, row, { into: into.name, record })
  for (const chunk of chunks) yield place(seatMapChunksTable, chunk)
  yield place(seatMapsTable, item)
  const rest = await changedSeats(tables, row.event_id)
  for (const free of seatItems(needs, map, item)) {
    const changed = rest.get(free.seat_number)
    rest.delete(free.seat_number)
    if (!changed) yield place(seatsTable, free)
    else yield changedSeat(changed, free)
  }
  // Blocked under an earlier map, which had other seats: they lie where the ledger looks for them.
  for (const changed of rest.values()) {
    const key = { event_id: spreadKey(row.event_id, 0), seat_number: changed.seat_number }
    yield changedSeat(changed, key)
  }
  const { partitions } = item
  return { partitions, placement: partitions === 1 ? new Map() : placementOf(map, item) }
}

function changedSeat(row: embedded.SeatRow, item: object): PlacedRecord {
  const record = { ...item, ...stateAttributes(seatState(row)) }
  return placedRecord(embedded.seatsTable, row, { into: seatsTable.name, record })
}

async function importedMap(needs: ImportNeeds, row: embedded.SeatMapRow) {
  const { tables, random, seatsPerPartition } = needs
  const stored = tables.get(embedded.seatMapTextsTable, row.event_id)
  if (!stored) throw withoutPlace(nameOfRow(embedded.seatMapsTable, row), 'its map is not there')
  const text = await seatMapText(stored)
  const map = readStoredSeatMap(text)
  const mapId = newTransactionToken(random)
  const chunks: readonly Chunk[] = await mapTextChunks(mapId, new TextEncoder().encode(text))
  const size = Math.ceil(countSeats(map) / seatsPerPartition)
  const partitions = Math.min(PARTITIONS_MAX, Math.max(1, size))
  const pinned = new Map<SeatNumber, number>()
  const placed = { mapId, chunks: chunks.length, partitions, partitionsEver: partitions, pinned }
  const item: MapItem = {
    ...mapItemOf(headOf(row), placed),
    event_id: row.event_id,
    filled_version: row.version,
    ...(await whatWasDone(tables, row.event_id)),
  }
  return { map, item, chunks }
}

/** A map stands as soon as somebody has a count; before that it tells how often it was touched. */
async function whatWasDone(
  tables: Tables,
  eventId: EventId,
): Promise<Pick<MapItem, 'taken' | 'touches'>> {
  const one = { prefix: [eventId], limit: 1 }
  const buyers = await tables.list(embedded.buyerCountsTable, 'key', one)
  const seats = await tables.list(embedded.seatsTable, 'key', one)
  return { ...(buyers.length > 0 && { taken: true }), ...(seats.length > 0 && { touches: 1 }) }
}

async function changedSeats(
  tables: Tables,
  eventId: EventId,
): Promise<Map<string, embedded.SeatRow>> {
  const changed = new Map<string, embedded.SeatRow>()
  for await (const row of everyRow(tables, embedded.seatsTable, [eventId])) {
    changed.set(row.seat_number, row)
  }
  return changed
}
