import type { InventoryService } from '@usher/contracts'
import type { RefundId, SeatNumber } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import type { Reservation } from './domain/reservation.ts'
import {
  areasMessage,
  journalMessage,
  reservationMessage,
  seatMessage,
  seatStatusOf,
} from './messages.ts'
import type { InventoryPorts } from './inventory-ports.ts'
import {
  areasOf,
  bookingIdOf,
  eventIdOf,
  numberOf,
  operationIdOf,
  optionalText,
  ownerOf,
  putSeatMapRequestOf,
  requireText,
  reservationIdOf,
  reserveRequestOf,
  saleRulesOf,
  seatNumbersOf,
  userIdOf,
} from './requests.ts'
import { abandonPayment } from './usecases/abandon-payment.ts'
import { beginPayment } from './usecases/begin-payment.ts'
import { blockSeats, unblockSeats } from './usecases/block-seats.ts'
import { configureSale } from './usecases/configure-sale.ts'
import { confirmReservation } from './usecases/confirm-reservation.ts'
import { extendReservation } from './usecases/extend-reservation.ts'
import { getAvailability } from './usecases/get-availability.ts'
import { getAvailabilityMap } from './usecases/get-availability-map.ts'
import { getCounts } from './usecases/get-counts.ts'
import { getJournal } from './usecases/get-journal.ts'
import { getReservation } from './usecases/get-reservation.ts'
import { getSales } from './usecases/get-sales.ts'
import { getSeat, getSeats } from './usecases/get-seat.ts'
import { getSeatMap } from './usecases/get-seat-map.ts'
import { listExpiringReservations } from './usecases/list-expiring-reservations.ts'
import { listReservations } from './usecases/list-reservations.ts'
import { listSeats } from './usecases/list-seats.ts'
import { pauseSale } from './usecases/pause-sale.ts'
import { putSeatMap } from './usecases/put-seat-map.ts'
import { releaseBookedSeats } from './usecases/release-booked-seats.ts'
import { releaseReservation } from './usecases/release-reservation.ts'
import { reserveSeats } from './usecases/reserve-seats.ts'
import { swapSeats } from './usecases/swap-seats.ts'

type InventoryHandlers = Handlers<typeof InventoryService>

/** Messages to domain words and back, one method a use case. No rules. */
export function inventoryHandlers(ports: InventoryPorts): InventoryHandlers {
  return {
    ...mapHandlers(ports),
    ...seatHandlers(ports),
    ...reservationHandlers(ports),
    ...paymentHandlers(ports),
    ...organizerHandlers(ports),
  }
}

function mapHandlers(ports: InventoryPorts) {
  return {
    async putSeatMap(request) {
      return putSeatMap(ports, putSeatMapRequestOf(request))
    },
    async getSeatMap({ eventId }) {
      const { text, version, totalCapacity } = await getSeatMap(ports, eventIdOf(eventId))
      return { seatMapJson: text, version, totalCapacity }
    },
    async configureSale(request) {
      return { totalSeats: await configureSale(ports, saleRulesOf(request)) }
    },
    async pauseSale(request) {
      const eventId = eventIdOf(request.eventId)
      const actor = requireText('actor', request.actor)
      const reason = optionalText('reason', request.reason)
      return { changed: await pauseSale(ports, { eventId, actor, reason }) }
    },
  } satisfies Partial<InventoryHandlers>
}

function seatHandlers(ports: InventoryPorts) {
  return {
    async listSeats({ eventId: id, status, section, cursor, limit }) {
      const eventId = eventIdOf(id)
      const filter = { status: seatStatusOf(status), section }
      const { items, nextCursor } = await listSeats(ports, { eventId, ...filter, cursor, limit })
      return { seats: items.map((seat) => seatMessage(eventId, seat)), nextCursor }
    },
    async getSeat({ eventId: id, seatNumber }) {
      const eventId = eventIdOf(id)
      const seat = await getSeat(ports, { eventId, seatNumber: seatNumber as SeatNumber })
      return { seat: seatMessage(eventId, seat) }
    },
    async getSeats({ eventId: id, seatNumbers }) {
      const eventId = eventIdOf(id)
      const found = await getSeats(ports, { eventId, seatNumbers: seatNumbersOf(seatNumbers) })
      return { seats: found.map((seat) => seatMessage(eventId, seat)) }
    },
    async getAvailability({ eventId }) {
      const found = await getAvailability(ports, eventIdOf(eventId))
      return {
        changeNumber: BigInt(found.changeNumber),
        counts: found.counts,
        sections: found.sections.map((section) => ({
          ...section,
          priceMinor: BigInt(section.priceMinor),
        })),
        currency: found.currency,
      }
    },
    async getCounts({ eventId }) {
      const { counts, currency, prices } = await getCounts(ports, eventIdOf(eventId))
      return {
        counts,
        currency,
        minPriceMinor: BigInt(prices.minMinor),
        maxPriceMinor: BigInt(prices.maxMinor),
      }
    },
    async getAvailabilityMap({ eventId, since }) {
      const asked = { eventId: eventIdOf(eventId), since: numberOf('since', since) }
      const { changeNumber, body } = await getAvailabilityMap(ports, asked)
      return { changeNumber: BigInt(changeNumber), body }
    },
  } satisfies Partial<InventoryHandlers>
}

function reservationHandlers(ports: InventoryPorts) {
  const answer = (reservation: Reservation) => ({
    reservation: reservationMessage(reservation, ports.clock.nowMs()),
  })
  const owned = ({ reservationId, userId }: { reservationId: string; userId: string }) => ({
    reservationId: reservationIdOf(reservationId),
    userId: ownerOf(userId),
  })
  return {
    async reserveSeats(request) {
      return answer(await reserveSeats(ports, reserveRequestOf(request)))
    },
    async getReservation(request) {
      return answer(await getReservation(ports, owned(request)))
    },
    async listReservations({ userId, cursor, limit }) {
      const asked = { userId: userIdOf(userId), cursor, limit }
      const { items, nextCursor } = await listReservations(ports, asked)
      const nowMs = ports.clock.nowMs()
      return { reservations: items.map((item) => reservationMessage(item, nowMs)), nextCursor }
    },
    async listExpiringReservations({ afterMs, untilMs, cursor, limit }) {
      const window = {
        afterMs: numberOf('after_ms', afterMs),
        untilMs: numberOf('until_ms', untilMs),
      }
      const { items, nextCursor } = await listExpiringReservations(ports, {
        ...window,
        cursor,
        limit,
      })
      const nowMs = ports.clock.nowMs()
      return { reservations: items.map((item) => reservationMessage(item, nowMs)), nextCursor }
    },
    async releaseReservation(request) {
      return answer(await releaseReservation(ports, owned(request)))
    },
    async extendReservation(request) {
      const operationId = operationIdOf(request.operationId)
      return answer(await extendReservation(ports, { ...owned(request), operationId }))
    },
    async swapSeats(request) {
      const release = seatNumbersOf(request.release)
      const take = seatNumbersOf(request.take)
      const operationId = operationIdOf(request.operationId)
      return answer(await swapSeats(ports, { ...owned(request), release, take, operationId }))
    },
  } satisfies Partial<InventoryHandlers>
}

function paymentHandlers(ports: InventoryPorts) {
  const answer = (reservation: Reservation) => ({
    reservation: reservationMessage(reservation, ports.clock.nowMs()),
  })
  const paid = (request: { reservationId: string; bookingId: string }) => ({
    reservationId: reservationIdOf(request.reservationId),
    bookingId: bookingIdOf(request.bookingId),
  })
  return {
    async beginPayment(request) {
      const userId = ownerOf(request.userId)
      return answer(await beginPayment(ports, { ...paid(request), userId }))
    },
    async abandonPayment(request) {
      return answer(await abandonPayment(ports, paid(request)))
    },
    async confirmReservation(request) {
      const { honourLate } = request
      return answer(await confirmReservation(ports, { ...paid(request), honourLate }))
    },
    async releaseBookedSeats(request) {
      const { seats, areas } = await releaseBookedSeats(ports, {
        ...paid(request),
        refundId: requireText('refund_id', request.refundId) as RefundId,
        seats: seatNumbersOf(request.seats),
        areas: areasOf(request.areas),
        actor: request.actor === '' ? 'system' : optionalText('actor', request.actor),
        reason: optionalText('reason', request.reason),
      })
      return { seats: [...seats], areas: areasMessage(areas) }
    },
  } satisfies Partial<InventoryHandlers>
}

function organizerHandlers(ports: InventoryPorts) {
  const blocking = (request: {
    eventId: number
    seats: readonly string[]
    userId: string
    reason: string
  }) => ({
    eventId: eventIdOf(request.eventId),
    seatNumbers: seatNumbersOf(request.seats),
    actor: requireText('user_id', request.userId),
    reason: optionalText('reason', request.reason),
  })
  return {
    async blockSeats(request) {
      return { changed: await blockSeats(ports, blocking(request)) }
    },
    async unblockSeats(request) {
      return { changed: await unblockSeats(ports, blocking(request)) }
    },
    async getJournal({ eventId: id, seatNumber, cursor, limit }) {
      const eventId = eventIdOf(id)
      const seat = seatNumber === '' ? null : (seatNumber as SeatNumber)
      const asked = { eventId, seatNumber: seat, cursor, limit }
      const { items, nextCursor } = await getJournal(ports, asked)
      return { entries: items.map(journalMessage), nextCursor }
    },
    async getSales({ eventId }) {
      const { currency, sold, totalMinor, sections } = await getSales(ports, eventIdOf(eventId))
      return {
        currency,
        sold,
        totalMinor: BigInt(totalMinor),
        sections: sections.map((section) => ({
          ...section,
          totalMinor: BigInt(section.totalMinor),
        })),
      }
    },
  } satisfies Partial<InventoryHandlers>
}
