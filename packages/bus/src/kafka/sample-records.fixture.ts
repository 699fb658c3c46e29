import { create, toBinary } from '@bufbuild/protobuf'
import { BookingConfirmedSchema } from '@usher/contracts'
import { topics } from '../topics.ts'
import { type OutgoingRecord, outgoingRecord } from './cloud-events.ts'

/** A booking.confirmed message of booking `key` that carries a number as its reference. */
export function sampleRecord(key: string, value: number): OutgoingRecord {
  const parts = { bookingId: key, bookingReference: String(value) }
  return outgoingRecord({
    topic: topics.bookingConfirmed.name,
    source: topics.bookingConfirmed.source,
    id: `msg_${key}_${value}`,
    key,
    timeMs: 1_700_000_000_000,
    body: toBinary(BookingConfirmedSchema, create(BookingConfirmedSchema, parts)),
  })
}
