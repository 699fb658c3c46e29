import {
  type Booking as BookingMessage,
  type BookingService,
  BookingStatus,
  type InventoryService,
  type Payment as PaymentMessage,
  type PaymentService,
  PaymentStatus,
  ReservationStatus,
  type Seat as SeatMessage,
  SeatStatus,
} from '@usher/contracts'
import { type Clock, type EventId, isDomainError } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type { BookingSeen, PaymentSeen, SeatOwner } from '../../domain/judge-booking.ts'
import type { SeatStatus as SeatStatusWord } from '../../domain/seat-history.ts'
import { seatName, seatNamed } from '../../domain/seat-name.ts'
import type { SaleRecords } from '../../ports/sale-records.ts'
import { askedTogether } from '../asked-together.ts'

export interface SaleRecordClients {
  readonly inventory: Client<typeof InventoryService>
  readonly booking: Client<typeof BookingService>
  readonly payment: Client<typeof PaymentService>
  readonly clock: Clock
}

const CALL_MS = 5000
const REASON_CHARS_MAX = 500

/** The records as the services answer them. A service that does not answer is unavailable. */
export function rpcSaleRecords(clients: SaleRecordClients): SaleRecords {
  const { inventory, booking, payment, clock } = clients
  const within = () => ({ deadlineMs: clock.monotonicMs() + CALL_MS })
  const seat = askedTogether(async (names) => {
    const byEvent = Map.groupBy(names.map(seatNamed), ({ eventId }) => eventId)
    const asked = [...byEvent].map(async ([eventId, named]) => {
      const seatNumbers = named.map(({ seatNumber }) => seatNumber)
      const found = await known(inventory.getSeats({ eventId, seatNumbers }, within()))
      return found?.seats ?? []
    })
    const found = (await Promise.all(asked)).flat()
    return new Map(found.map((each) => [seatName(each.eventId, each.seatNumber), ownerOf(each)]))
  })
  return {
    booking: askedTogether(async (bookingIds) => {
      const { bookings } = await booking.getBookings({ bookingIds: [...bookingIds] }, within())
      return new Map(bookings.map((each) => [each.bookingId, bookingSeen(each)]))
    }),
    payment: askedTogether(async (paymentIds) => {
      const { payments } = await payment.getPayments({ paymentIds: [...paymentIds] }, within())
      return new Map(payments.map((each) => [each.paymentId, paymentSeen(each)]))
    }),
    seat: (eventId, seatNumber) => seat(seatName(eventId, seatNumber)),
    async isLive(reservationId) {
      const found = await known(inventory.getReservation({ reservationId }, within()))
      const status = found?.reservation?.status
      return status === ReservationStatus.ACTIVE || status === ReservationStatus.PAYING
    },
    async sections(eventId) {
      const found = await known(inventory.getAvailability({ eventId }, within()))
      return found?.sections.map(({ section, area, counts }) => ({
        section,
        isArea: area,
        available: counts?.available ?? 0,
        reserved: counts?.reserved ?? 0,
        booked: counts?.booked ?? 0,
        blocked: counts?.blocked ?? 0,
        total: counts?.total ?? 0,
      }))
    },
    async pauseSale(eventId, reason) {
      const request = { eventId, actor: 'auditor', reason: reason.slice(0, REASON_CHARS_MAX) }
      return (await inventory.pauseSale(request, within())).changed
    },
  }
}

function ownerOf({ seatNumber, status, bookingId }: SeatMessage): SeatOwner {
  return { seatNumber, status: nameOf(SeatStatus, status) as SeatStatusWord, bookingId }
}

function paymentSeen(message: PaymentMessage): PaymentSeen {
  const { bookingId, status, amountMinor, refundedMinor } = message
  const amounts = { amountMinor: Number(amountMinor), refundedMinor: Number(refundedMinor) }
  return { bookingId, status: nameOf(PaymentStatus, status), ...amounts }
}

function bookingSeen(message: BookingMessage): BookingSeen {
  const { bookingId, eventId, status, paymentId, totalMinor, seats, areas } = message
  return {
    bookingId,
    eventId: eventId as EventId,
    status: nameOf(BookingStatus, status) as BookingSeen['status'],
    paymentId,
    totalMinor: Number(totalMinor),
    seats: seats.map(({ seatNumber, priceMinor, cancelled }) => ({
      seatNumber,
      priceMinor: Number(priceMinor),
      cancelled,
    })),
    areas: areas.map(({ quantity, cancelled, priceMinor }) => ({
      quantity,
      cancelled,
      priceMinor: Number(priceMinor),
    })),
  }
}

/** A status of a newer version has no name here, and is none of those that are looked for. */
function nameOf(names: Readonly<Record<string, number>>, value: number): string {
  return Object.keys(names).find((name) => names[name] === value) ?? 'UNSPECIFIED'
}

/** What a service does not know, or could not know by that name, is an answer, too. */
async function known<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer
  } catch (error) {
    if (isDomainError(error) && (error.kind === 'not_found' || error.code === 'malformed_id')) {
      return undefined
    }
    throw error
  }
}
