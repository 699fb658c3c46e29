import type { EventId } from '@usher/kernel'
import { conflict } from '../domain/errors.ts'
import type { SeatMapReading } from '../domain/formats/seat-map-reading.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import type { SeatMapFile } from '../ports/seat-map-reader.ts'
import type { Replacement } from '../ports/seat-map-store.ts'

export interface PutSeatMapRequest extends SeatMapFile {
  readonly eventId: EventId
  readonly dryRun: boolean
  readonly userId: string
  /** Null: whatever the version. */
  readonly expectedVersion: number | null
}

export interface PutSeatMapAnswer {
  readonly seats: number
  readonly areas: number
  readonly totalCapacity: number
  readonly skipped: SeatMapReading['skipped']
  readonly notes: SeatMapReading['notes']
  readonly columns: SeatMapReading['columns']
  /** The version that stands now, or with a dry run still stands. */
  readonly version: number
}

/**
 * Reads a file and makes it the event's map. Throws invalid with every problem, conflict /
 * seats_taken or stale_version, unavailable when it could not be read.
 */
export async function putSeatMap(
  ports: InventoryPorts,
  request: PutSeatMapRequest,
): Promise<PutSeatMapAnswer> {
  const { format, content, columns, prices, currency } = request
  const file = { format, content, columns, prices, currency }
  const reading = await ports.seatMapReader.read(file)
  const version = request.dryRun
    ? await versionIfAllowed(ports, request)
    : await replace(ports, request, reading)
  const { seatCount, areaCount, json: _, currency: __, prices: ___, ...rest } = reading
  return { seats: seatCount, areas: areaCount, ...rest, version }
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
  { json, seatCount, areaCount, totalCapacity, currency, prices }: SeatMapReading,
): Promise<number> {
  const nowMs = clock.nowMs()
  const reason = `${seatCount} seats, ${areaCount} areas`
  const result = await seatMaps.replace({
    eventId,
    json,
    seatCount,
    areaCount,
    totalCapacity,
    currency,
    prices,
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
