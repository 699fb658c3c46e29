import { type EventId, newId, type OperationId } from '@usher/kernel'
import { type Booking, nothingLeft } from '../domain/booking.ts'
import { EVENT_CANCELLED, withCancellation } from '../domain/cancellation.ts'
import { undone } from '../domain/progress.ts'
import { type BookingPorts, dueAfterAttempt } from './ports.ts'

/** Written together: they share one durable commit in a store that groups them. */
const PAGE = 200

/**
 * Puts on record that every booking of an event is to be given back; `recover-bookings` then does
 * it, a few at a time. May be repeated and broken off: the mark keeps new bookings away before the
 * first page is read, so that one walk over the index meets every booking there is. One that is
 * being paid meanwhile is told by a change of its version.
 */
export async function cancelEvent(ports: BookingPorts, eventId: EventId): Promise<void> {
  const { bookings } = ports
  if ((await bookings.eventCancellation(eventId)) === 'finished') return
  await bookings.markEventCancelled(eventId, false)
  let after: Booking | undefined
  do {
    const page = await bookings.ofEvent(eventId, { after: after?.bookingId, limit: PAGE })
    await Promise.all(page.map((booking) => recordEnd(ports, booking)))
    after = page.length < PAGE ? undefined : page.at(-1)
  } while (after)
  await bookings.markEventCancelled(eventId, true)
}

async function recordEnd(ports: BookingPorts, seen: Booking): Promise<void> {
  const { bookings } = ports
  let before: Booking | undefined = seen
  while (before) {
    const after = endOf(ports, before)
    const change = after && { before, after, dueAtMs: dueAtMs(ports, before) }
    if (!change || (await bookings.update(change))) return
    before = await bookings.get(seen.bookingId)
  }
}

/**
 * One that is being paid is first left to the request that pays it, which finds the change and
 * undoes it.
 */
function dueAtMs(ports: BookingPorts, { status }: Booking): number {
  return status === 'PENDING' ? dueAfterAttempt(ports) : ports.clock.nowMs()
}

/** Undefined when the booking has ended or is ending already. */
function endOf(ports: BookingPorts, booking: Booking): Booking | undefined {
  const refundId = newId(ports, 'refund')
  const reason = EVENT_CANCELLED
  if (booking.step === 'pay') return undone(booking, { reason, refundId })
  if (booking.status !== 'CONFIRMED' || nothingLeft(booking)) return undefined
  return withCancellation(booking, {
    refundId,
    operationId: `event_cancelled_${booking.eventId}` as OperationId,
    actor: 'system',
    reason,
    nowMs: ports.clock.nowMs(),
    seats: [],
    areas: {},
  })
}
