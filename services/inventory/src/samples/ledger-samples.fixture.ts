import type {
  BookingId,
  Currency,
  EventId,
  OperationId,
  ReservationId,
  SeatNumber,
  UserId,
} from '@usher/kernel'
import type { ReservationInPlace } from '../domain/reservation.ts'
import { decideReserve, type WantedPlaces, type Wish } from '../domain/reserve.ts'
import type { SeatTransaction } from '../domain/seat-transaction.ts'
import type { SeatLedger } from '../ports/seat-ledger.ts'

/** Transactions for contract suites and tests, built by the rules themselves. */

export const sampleEvent = 1 as EventId
export const sampleTimeMs = 1_700_000_000_000
const TTL_MS = 600_000

export const seatNumber = (text: string) => text as SeatNumber
export const userId = (text: string) => text as UserId
export const bookingId = (text: string) => text as BookingId
export const operationId = (text: string) => text as OperationId

let reservations = 0

/** Ascending, as real ids are. */
export function nextReservationId(): ReservationId {
  reservations++
  return `rsv_${String(reservations).padStart(26, '0')}` as ReservationId
}

export interface SampleWish {
  readonly seats?: readonly string[]
  readonly areas?: readonly WantedPlaces[]
  readonly user?: string
  readonly event?: EventId
  readonly limit?: number | null
  readonly operation?: string
  readonly nowMs?: number
  readonly reservationId?: ReservationId
  readonly displaced?: readonly ReservationInPlace[]
}

export function places(area: string, quantity: number, capacity: number): WantedPlaces {
  return { places: { area, quantity, category: 'Standing', priceMinor: 3000 }, capacity }
}

/** A transaction that reserves, for the states the ledger has now. */
export async function reserving(ledger: SeatLedger, wish: SampleWish): Promise<SeatTransaction> {
  return decideReserve(await wishFor(ledger, wish))
}

async function wishFor(ledger: SeatLedger, wish: SampleWish): Promise<Wish> {
  const eventId = wish.event ?? sampleEvent
  const seatNumbers = (wish.seats ?? []).map(seatNumber)
  const states = await ledger.seats(eventId, seatNumbers)
  const nowMs = wish.nowMs ?? sampleTimeMs
  return {
    operationId: wish.operation === undefined ? null : operationId(wish.operation),
    reservationId: wish.reservationId ?? nextReservationId(),
    eventId,
    mapVersion: 0,
    userId: userId(wish.user ?? 'user_a'),
    currency: 'EUR' as Currency,
    nowMs,
    expiresAtMs: nowMs + TTL_MS,
    limit: wish.limit ?? null,
    seats: seatNumbers.map((name, at) => ({
      seatNumber: name,
      seat: { seatNumber: name, section: 'S', rowNumber: 'R', category: 'C', priceMinor: 5000 },
      state: states[at] ?? missing(name),
    })),
    areas: wish.areas ?? [],
    adjacent: false,
    displaced: wish.displaced ?? [],
  }
}

/** The reservation and its seats; throws when it is not there. */
export async function inPlaceOf(
  ledger: SeatLedger,
  { reservations: [change] }: SeatTransaction,
): Promise<ReservationInPlace> {
  const id = change?.next.reservationId
  const inPlace = id && (await ledger.reservationInPlace(id))
  return inPlace ?? missing(id ?? 'a reservation')
}

function missing(name: string): never {
  throw new Error(`${name} is not there`)
}
