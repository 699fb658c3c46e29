import type { DescMessage, MessageShape } from '@bufbuild/protobuf'
import {
  BookingCancelledSchema,
  BookingConfirmedSchema,
  EventCreatedSchema,
  EventUpdatedSchema,
  ReservationExpiredSchema,
  SeatStatusChangedSchema,
} from '@usher/contracts'

/** A stream of messages of one schema, in order for each key. */
export interface Topic<Schema extends DescMessage = DescMessage> {
  readonly name: string
  /** CloudEvents `source`: the service that owns the topic. */
  readonly source: string
  readonly schema: Schema
  /** What must stay in order: the seat, the booking, the event. */
  keyOf(message: MessageShape<Schema>): string
}

/** The message type of a topic. */
export type MessageOf<AnyTopic extends Topic> =
  AnyTopic extends Topic<infer Schema> ? MessageShape<Schema> : never

/** Every topic there is. The schemas are in `contracts/events`. */
export const topics = {
  seatStatusChanged: topic('seat.status.changed', 'inventory', SeatStatusChangedSchema, (message) =>
    seatKey(message),
  ),
  reservationExpired: topic(
    'reservation.expired',
    'inventory',
    ReservationExpiredSchema,
    (message) => message.reservationId,
  ),
  bookingConfirmed: topic(
    'booking.confirmed',
    'booking',
    BookingConfirmedSchema,
    (message) => message.bookingId,
  ),
  bookingCancelled: topic(
    'booking.cancelled',
    'booking',
    BookingCancelledSchema,
    (message) => message.bookingId,
  ),
  eventCreated: topic('event.created', 'events', EventCreatedSchema, (message) =>
    String(message.event?.eventId ?? 0),
  ),
  eventUpdated: topic('event.updated', 'events', EventUpdatedSchema, (message) =>
    String(message.event?.eventId ?? 0),
  ),
} as const

const DEAD_LETTER_SUFFIX = '.dlq'

/**
 * Where messages go that a consumer of `topic` could not handle; a topic like any other. Its own
 * are put back into it.
 */
export function deadLettersOf<AnyTopic extends Topic>(topic: AnyTopic): AnyTopic {
  if (topic.name.endsWith(DEAD_LETTER_SUFFIX)) return topic
  return { ...topic, name: `${topic.name}${DEAD_LETTER_SUFFIX}` }
}

function topic<Schema extends DescMessage>(
  name: string,
  service: string,
  schema: Schema,
  keyOf: (message: MessageShape<Schema>) => string,
): Topic<Schema> {
  return { name, source: `/usher/${service}`, schema, keyOf }
}

function seatKey({ eventId, seatNumber }: { eventId: number; seatNumber: string }): string {
  return `${eventId}#${seatNumber}`
}
