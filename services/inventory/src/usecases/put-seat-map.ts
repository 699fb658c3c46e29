import type { Currency, EventId } from '@usher/kernel'
import { conflict } from '../domain/errors.ts'
import {
  type ReadSeatMap,
  readSeatMap,
  type SeatMapFormat,
} from '../domain/formats/read-seat-map.ts'
import { seatMapJson } from '../domain/formats/seat-map-json.ts'
import { countSeats, type SeatMap, totalCapacity } from '../domain/seat-map.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import type { Replacement } from '../ports/seat-map-store.ts'

export interface PutSeatMapRequest {
  readonly eventId: EventId
  readonly format: SeatMapFormat
  readonly content: Uint8Array
  readonly columns: Readonly<Record<string, string>>
  readonly prices: Readonly<Record<string, number>>
  /** Null: the file says. */
  readonly currency: Currency | null
  readonly dryRun: boolean
  readonly userId: string
  /** Null: whatever the version. */
  readonly expectedVersion: number | null
}

export interface PutSeatMapAnswer {
  readonly seats: number
  readonly areas: number
  readonly totalCapacity: number
  readonly skipped: ReadSeatMap['skipped']
  readonly notes: ReadSeatMap['notes']
  /** The version that stands now, or with a dry run still stands. */
  readonly version: number
}

/**
 * Reads a file and makes it the event's map. Throws invalid with every problem, conflict /
 * seats_taken or stale_version.
 */
export async function putSeatMap(
  ports: InventoryPorts,
  request: PutSeatMapRequest,
): Promise<PutSeatMapAnswer> {
  const { map, skipped, notes } = read(request)
  const version = request.dryRun
    ? await versionIfAllowed(ports, request)
    : await replace(ports, request, map)
  return {
    seats: countSeats(map),
    areas: map.areas.length,
    totalCapacity: totalCapacity(map),
    skipped,
    notes,
    version,
  }
}

function read({ format, content, columns, prices, currency }: PutSeatMapRequest): ReadSeatMap {
  return readSeatMap({ format, content, columns, prices, ...(currency !== null && { currency }) })
}

async function versionIfAllowed(
  { ledger, seatMaps }: InventoryPorts,
  { eventId, expectedVersion }: PutSeatMapRequest,
): Promise<number> {
  const head = await seatMaps.head(eventId)
  const version = head?.version ?? 0
  if (expectedVersion !== null && expectedVersion !== version) throw staleVersion(version)
  if (await ledger.everTaken(eventId)) throw seatsTaken()
  return version
}

async function replace(
  { seatMaps, events, clock }: InventoryPorts,
  { eventId, userId, expectedVersion }: PutSeatMapRequest,
  map: SeatMap,
): Promise<number> {
  const nowMs = clock.nowMs()
  const seatCount = countSeats(map)
  const reason = `${seatCount} seats, ${map.areas.length} areas`
  const result = await seatMaps.replace({
    eventId,
    text: seatMapJson(map),
    seatCount,
    areaCount: map.areas.length,
    totalCapacity: totalCapacity(map),
    currency: map.currency,
    updatedAtMs: nowMs,
    expectedVersion,
    cause: {
      actor: userId,
      action: 'seat_map_replaced',
      reason,
      atMs: nowMs,
      reservationId: null,
      bookingId: null,
    },
  })
  const version = versionOf(result)
  // A refusal leaves the view alone: whoever follows its changes would have to begin anew.
  events.forget(eventId)
  return version
}

function versionOf(result: Replacement): number {
  switch (result.kind) {
    case 'replaced':
      return result.head.version
    case 'stale':
      throw staleVersion(result.version)
    case 'taken':
      throw seatsTaken()
  }
}

function staleVersion(version: number) {
  return conflict('stale_version', 'the seat map has been replaced meanwhile', { version })
}

function seatsTaken() {
  return conflict('seats_taken', 'seats of this map have been taken: it cannot be replaced')
}
