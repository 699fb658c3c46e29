import {
  InventoryService,
  type PutSeatMapRequest,
  ReservationStatus,
  type ReserveSeatsRequest,
  SeatStatus,
} from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import { fake, notFound } from './fake.ts'
import { EVENT } from './fake-events.ts'
import { userIdOf } from './fake-people.ts'

/** The reservation of `buyer` that is there from the start. */
export const RESERVATION = `rsv_${'0'.repeat(26)}`
const MAP_VERSION = 4
const CHANGE_NUMBER = 42n

/** What reached the service, for tests that look behind the interface. */
export interface InventoryCalls {
  readonly reserved: ReserveSeatsRequest[]
  readonly seatMaps: PutSeatMapRequest[]
}

/** One event, ten seats; A2 is the buyer's, A9 cannot be had. */
export function fakeInventory(calls: InventoryCalls) {
  const mine = ({ reservationId, userId }: { reservationId: string; userId: string }) => {
    if (reservationId !== RESERVATION || userId !== userIdOf('buyer')) throw notFound('reservation')
    return { reservation: reservationMessage(['A2']) }
  }
  const here = (eventId: number) => {
    if (eventId !== EVENT) throw notFound('seat_map')
  }
  return fake(InventoryService, {
    putSeatMap: async (request) => {
      calls.seatMaps.push(request)
      if (request.expectedVersion !== 0 && request.expectedVersion !== MAP_VERSION) {
        throw new DomainError('conflict', 'stale_version', 'the seat map has changed since')
      }
      const skipped = [{ where: 'line 3', reason: 'no seat number' }]
      const { columns } = request
      return { seats: 10, areas: 1, totalCapacity: 60, skipped, columns, version: MAP_VERSION + 1 }
    },
    getSeatMap: async () => ({
      seatMapJson: '{"name":"Teatro","sections":[]}',
      version: MAP_VERSION,
    }),
    listSeats: async ({ eventId, status }) => {
      here(eventId)
      const seats = [seatMessage('A1'), seatMessage('A2')]
      return { seats: seats.filter((seat) => status === 0 || seat.status === status) }
    },
    getSeat: async ({ eventId, seatNumber }) => {
      here(eventId)
      if (!/^A\d$/.test(seatNumber)) throw notFound('seat')
      return { seat: seatMessage(seatNumber) }
    },
    getAvailability: async ({ eventId }) => {
      here(eventId)
      const counts = { available: 8, reserved: 1, booked: 1, total: 10 }
      const sections = [{ section: 'Stalls', category: 'A', priceMinor: 15000n, counts }]
      return { changeNumber: CHANGE_NUMBER, counts, sections, currency: 'EUR' }
    },
    getAvailabilityMap: async ({ since }) => ({
      changeNumber: CHANGE_NUMBER,
      body: new Uint8Array([1, 2, Number(since)]),
    }),
    reserveSeats: async (request) => {
      calls.reserved.push(request)
      here(request.eventId)
      if (request.seats.includes('A9')) throw seatTaken()
      return { reservation: reservationMessage(request.seats) }
    },
    getReservation: async (request) => mine(request),
    listReservations: async ({ userId }) => ({
      reservations: userId === userIdOf('buyer') ? [reservationMessage(['A2'])] : [],
    }),
    releaseReservation: async (request) => mine(request),
    extendReservation: async (request) => mine(request),
    swapSeats: async (request) => mine(request),
    blockSeats: async ({ seats }) => ({ changed: seats.length }),
    unblockSeats: async ({ seats }) => ({ changed: seats.length }),
    getJournal: async () => ({ entries: [journalEntry], nextCursor: '' }),
    getSales: async () => ({
      currency: 'EUR',
      sold: 1,
      totalMinor: 15000n,
      sections: [{ section: 'Stalls', category: 'A', sold: 1, totalMinor: 15000n }],
    }),
  })
}

const journalEntry = {
  sequence: 1n,
  atMs: 1000n,
  actor: 'system',
  action: 'expired',
  seats: [
    { seatNumber: 'A1', before: SeatStatus.RESERVED, after: SeatStatus.AVAILABLE, version: 2 },
  ],
}

function seatTaken(): DomainError {
  const seats = [{ seat_number: 'A9', reason: 'booked', mine: false }]
  return new DomainError('conflict', 'seat_unavailable', 'not available: A9', { seats })
}

function seatMessage(seatNumber: string) {
  const reserved = seatNumber === 'A2'
  return {
    eventId: EVENT,
    seatNumber,
    section: 'Stalls',
    rowNumber: 'A',
    seatType: 'STANDARD',
    category: 'A',
    priceMinor: 15000n,
    currency: 'EUR',
    status: reserved ? SeatStatus.RESERVED : SeatStatus.AVAILABLE,
    version: 1,
    reservedBy: reserved ? userIdOf('buyer') : '',
    reservedUntilMs: reserved ? 1_700_000_000_000n : 0n,
    createdAtMs: 1_699_000_000_000n,
    updatedAtMs: 1_699_500_000_000n,
  }
}

function reservationMessage(seatNumbers: readonly string[]) {
  return {
    reservationId: RESERVATION,
    eventId: EVENT,
    userId: userIdOf('buyer'),
    status: ReservationStatus.ACTIVE,
    seats: seatNumbers.map((seatNumber) => ({
      seatNumber,
      section: 'Stalls',
      rowNumber: 'A',
      priceMinor: 15000n,
    })),
    totalMinor: BigInt(seatNumbers.length) * 15000n,
    currency: 'EUR',
    createdAtMs: 1000n,
    expiresAtMs: 601_000n,
    expiresInSeconds: 600,
    version: 1,
  }
}
