import {
  type BookingService,
  BookingStatus,
  type InventoryService,
  type PaymentService,
  PaymentStatus,
  ReservationStatus,
  SeatStatus,
} from '@usher/contracts'
import { type Clock, type EventId, isDomainError } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type { BookingSeen } from '../../domain/judge-booking.ts'
import type { SeatStatus as SeatStatusWord } from '../../domain/seat-history.ts'
import type { SaleRecords } from '../../ports/sale-records.ts'

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
  return {
    async booking(bookingId) {
      const found = await known(booking.getBooking({ bookingId }, within()))
      return found?.booking && bookingSeen(found.booking)
    },
    async payment(paymentId) {
      const found = await known(payment.getPayment({ paymentId }, within()))
      if (!found?.payment) return undefined
      const { bookingId, status, amountMinor, refundedMinor } = found.payment
      const amounts = { amountMinor: Number(amountMinor), refundedMinor: Number(refundedMinor) }
      return { bookingId, status: nameOf(PaymentStatus, status), ...amounts }
    },
    async seat(eventId, seatNumber) {
      const found = await known(inventory.getSeat({ eventId, seatNumber }, within()))
      if (!found?.seat) return undefined
      const { status, bookingId } = found.seat
      const word = nameOf(SeatStatus, status) as SeatStatusWord
      return { seatNumber, status: word, bookingId }
    },
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

type BookingMessage = NonNullable<
  Awaited<ReturnType<SaleRecordClients['booking']['getBooking']>>['booking']
>

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
