import {
  BookingService,
  BookingStatus,
  InventoryService,
  PaymentService,
  PaymentStatus,
  ReservationStatus,
  SeatStatus,
} from '@usher/contracts'
import { DomainError, type EventId } from '@usher/kernel'
import { type Handlers, localClient } from '@usher/rpc'
import { manualClock } from '@usher/testing'
import type { DescService } from '@bufbuild/protobuf'
import { saleRecordsContract } from '../../ports/sale-records.contract.ts'
import { rpcSaleRecords } from './sale-records.ts'

const eventId = 7 as EventId
const bookingId = 'bk_01'
const paymentId = 'pay_01'
const reservationId = 'rsv_01'

saleRecordsContract('services over clients', async () => {
  const clock = manualClock()
  let isBroken = false
  const answering = () => {
    if (isBroken) throw new DomainError('unavailable', 'no_answer', 'nobody answers')
  }
  const records = rpcSaleRecords({
    clock,
    inventory: localClient(InventoryService, some<typeof InventoryService>(inventory(answering))),
    booking: localClient(
      BookingService,
      some<typeof BookingService>({
        getBookings: async (request) => bookings(answering, request),
      }),
    ),
    payment: localClient(
      PaymentService,
      some<typeof PaymentService>({ getPayments: async (request) => payments(request) }),
    ),
  })
  const breakDown = () => void (isBroken = true)
  return { records, bookingId, paymentId, reservationId, eventId, breakDown }
})

function inventory(answering: () => void): Partial<Handlers<typeof InventoryService>> {
  let isOpen = true
  return {
    async getSeats({ seatNumbers }) {
      answering()
      const known = seatNumbers.filter((seatNumber) => seatNumber === 'A1')
      const status = SeatStatus.BOOKED
      return { seats: known.map((seatNumber) => ({ eventId, seatNumber, status, bookingId })) }
    },
    async getReservation(request) {
      answering()
      if (request.reservationId !== reservationId) throw unknown()
      return { reservation: { reservationId, status: ReservationStatus.PAYING } }
    },
    async getAvailability(request) {
      answering()
      if (request.eventId !== eventId) throw unknown()
      const counts = { available: 1, booked: 2, total: 3 }
      return { sections: [{ section: 'Stalls' }, { section: 'Floor', area: true, counts }] }
    },
    async pauseSale() {
      const changed = isOpen
      isOpen = false
      return { changed }
    },
  }
}

function bookings(answering: () => void, { bookingIds }: { bookingIds: readonly string[] }) {
  answering()
  const booking = {
    bookingId,
    eventId,
    paymentId,
    status: BookingStatus.CONFIRMED,
    totalMinor: 11_000n,
    seats: [{ seatNumber: 'A1', priceMinor: 5000n }],
    areas: [{ area: 'Floor', quantity: 2, priceMinor: 3000n }],
  }
  return { bookings: bookingIds.includes(bookingId) ? [booking] : [] }
}

function payments({ paymentIds }: { paymentIds: readonly string[] }) {
  const status = PaymentStatus.CAPTURED
  const payment = { paymentId, bookingId, status, amountMinor: 11_000n }
  return { payments: paymentIds.includes(paymentId) ? [payment] : [] }
}

/** Handlers of what is asked for; the rest fails. */
function some<Service extends DescService>(parts: Partial<Handlers<Service>>): Handlers<Service> {
  const missing = () => Promise.reject(new TypeError('nobody should ask for this'))
  return new Proxy(parts, {
    get: (known, name) => Reflect.get(known, name) ?? missing,
  }) as Handlers<Service>
}

function unknown(): DomainError {
  return new DomainError('not_found', 'unknown', 'no such thing')
}
