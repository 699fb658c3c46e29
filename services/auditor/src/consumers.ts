import { type Attributes, type Consumer, topics } from '@usher/bus'
import type { EventId } from '@usher/kernel'
import type { SeatStatus } from './domain/seat-history.ts'
import { followCancellation, followConfirmation } from './usecases/follow-booking.ts'
import { followSeatChange } from './usecases/follow-seat.ts'
import type { AuditorPorts } from './usecases/ports.ts'

/** Messages to domain words. */
export function auditorConsumers(ports: AuditorPorts): Consumer[] {
  const told = ({ type, time }: Attributes) =>
    ports.telemetry.followed(type, ports.clock.nowMs() - Date.parse(time))
  return [seatChanges(ports, told), confirmations(ports, told), cancellations(ports, told)]
}

/** Their histories are read together, and written over the connections that there are. */
const SEATS_AT_ONCE = 16

type Told = (attributes: Attributes) => void

function seatChanges(ports: AuditorPorts, told: Told): Consumer<typeof topics.seatStatusChanged> {
  return {
    topic: topics.seatStatusChanged,
    group: 'auditor_seat_status_changed',
    atOnce: SEATS_AT_ONCE,
    async handle(message, attributes) {
      const { seatNumber, version, reservationId, bookingId, oldStatus, newStatus } = message
      await followSeatChange(ports, {
        eventId: message.eventId as EventId,
        seatNumber,
        version,
        before: oldStatus as SeatStatus,
        after: newStatus as SeatStatus,
        reservationId,
        bookingId,
      })
      told(attributes)
    },
  }
}

function confirmations(ports: AuditorPorts, told: Told): Consumer<typeof topics.bookingConfirmed> {
  return {
    topic: topics.bookingConfirmed,
    group: 'auditor_booking_confirmed',
    async handle({ bookingId, bookingReference, eventId, areas }, attributes) {
      const booking = { bookingId, bookingReference, areas }
      await followConfirmation(ports, { ...booking, eventId: eventId as EventId })
      told(attributes)
    },
  }
}

function cancellations(ports: AuditorPorts, told: Told): Consumer<typeof topics.bookingCancelled> {
  return {
    topic: topics.bookingCancelled,
    group: 'auditor_booking_cancelled',
    async handle({ bookingId, refundId, eventId, areas }, attributes) {
      const places = { bookingId, refundId, areas }
      await followCancellation(ports, { ...places, eventId: eventId as EventId })
      told(attributes)
    },
  }
}
