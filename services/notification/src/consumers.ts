import { type Consumer, topics } from '@usher/bus'
import { bookingCancelled, bookingConfirmed } from './domain/occasions.ts'
import type { NotificationPorts } from './usecases/ports.ts'
import { recordOccasion } from './usecases/record-occasion.ts'

/** Putting on record waits for the disk: it serves so many with one wait. */
const AT_ONCE = 64

/** Messages to domain words; all that happens here is that the occasion is put on record. */
export function confirmations(ports: NotificationPorts): Consumer<typeof topics.bookingConfirmed> {
  return {
    topic: topics.bookingConfirmed,
    group: 'notification_booking_confirmed',
    atOnce: AT_ONCE,
    handle: (message) =>
      recordOccasion(ports, bookingConfirmed(message), Number(message.confirmedAtMs)),
  }
}

export function cancellations(ports: NotificationPorts): Consumer<typeof topics.bookingCancelled> {
  return {
    topic: topics.bookingCancelled,
    group: 'notification_booking_cancelled',
    atOnce: AT_ONCE,
    handle(message) {
      const cancelled = {
        seats: message.seatNumbers,
        areas: message.areas,
        refundedMinor: Number(message.refundedMinor),
        currency: message.currency,
        whole: message.whole,
      }
      return recordOccasion(
        ports,
        bookingCancelled(message, cancelled),
        Number(message.cancelledAtMs),
      )
    },
  }
}
