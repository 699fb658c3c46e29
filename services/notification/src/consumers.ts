import { type Consumer, topics } from '@usher/bus'
import { bookingCancelled, bookingConfirmed } from './domain/occasions.ts'
import type { NotificationPorts } from './usecases/ports.ts'
import { recordOccasion } from './usecases/record-occasion.ts'

/** Messages to domain words; all that happens here is that the occasion is put on record. */
export function confirmations(ports: NotificationPorts): Consumer<typeof topics.bookingConfirmed> {
  return {
    topic: topics.bookingConfirmed,
    group: 'notification_booking_confirmed',
    handle: (message) =>
      recordOccasion(ports, bookingConfirmed(message), Number(message.confirmedAtMs)),
  }
}

export function cancellations(ports: NotificationPorts): Consumer<typeof topics.bookingCancelled> {
  return {
    topic: topics.bookingCancelled,
    group: 'notification_booking_cancelled',
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
