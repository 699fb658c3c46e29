import type { DescMessage, MessageShape } from '@bufbuild/protobuf'
import {
  BookingCancelledSchema,
  BookingConfirmedSchema,
  EventCreatedSchema,
  EventUpdatedSchema,
  ReservationExpiredSchema,
  SeatStatusChangedSchema,
} from '@usher/contracts'

/**
 * What stays of a topic: `recent` messages, or besides them the newest of each key for ever, as
 * Kafka's log compaction does, so that whoever comes late still learns how things are.
 */
export type Retention = 'recent' | 'newest_of_each_key'

/** A stream of messages of one schema, in order for each key. */
export interface Topic<Schema extends DescMessage = DescMessage> {
  readonly name: string
  /** CloudEvents `source`: the service that owns the topic. */
  readonly source: string
  readonly schema: Schema
  readonly retention: Retention
  /** What must stay in order: the seat, the booking, the event. */
  keyOf(message: MessageShape<Schema>): string
}

/** A topic as those see it who do not look into its messages. */
export type PlainTopic = Pick<Topic, 'name' | 'retention'>

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
  eventCreated: compacted('event.created', 'events', EventCreatedSchema, (message) =>
    String(message.event?.eventId ?? 0),
  ),
  eventUpdated: compacted('event.updated', 'events', EventUpdatedSchema, (message) =>
    String(message.event?.eventId ?? 0),
  ),
} as const

const DEAD_LETTER_SUFFIX = '.dlq'

/**
 * Where messages go that a consumer of `topic` could not handle; a topic like any other. Its own
 * are put back into it.
 */
export function deadLettersOf<AnyTopic extends PlainTopic>(topic: AnyTopic): AnyTopic {
  if (topic.name.endsWith(DEAD_LETTER_SUFFIX)) return topic
  return { ...topic, name: `${topic.name}${DEAD_LETTER_SUFFIX}`, retention: 'recent' }
}

function topic<Schema extends DescMessage>(
  name: string,
  service: string,
  schema: Schema,
  keyOf: (message: MessageShape<Schema>) => string,
): Topic<Schema> {
  return { name, source: `/usher/${service}`, schema, retention: 'recent', keyOf }
}

function compacted<Schema extends DescMessage>(
  ...parts: Parameters<typeof topic<Schema>>
): Topic<Schema> {
  return { ...topic(...parts), retention: 'newest_of_each_key' }
}

function seatKey({ eventId, seatNumber }: { eventId: number; seatNumber: string }): string {
  return `${eventId}#${seatNumber}`
}
