import type { EventId } from '@usher/kernel'
import type { AuditorPorts } from './ports.ts'
import { reportViolation } from './report-violation.ts'

export interface ConfirmedBooking {
  readonly bookingId: string
  readonly bookingReference: string
  readonly eventId: EventId
  readonly areas: Readonly<Record<string, number>>
}

export interface CancelledPlaces {
  readonly bookingId: string
  readonly refundId: string
  readonly eventId: EventId
  readonly areas: Readonly<Record<string, number>>
}

/** Its seats and its payment are looked at so long after, when everything has settled. */
const SETTLE_MS = 2000
/** The sections of an event are looked at once for all that was booked in the meantime. */
const SECTIONS_EVERY_MS = 10_000

/** Has a confirmed booking looked at; its reference must be its own. */
export async function followConfirmation(
  ports: AuditorPorts,
  { bookingId, bookingReference, eventId, areas }: ConfirmedBooking,
): Promise<void> {
  const { state } = ports
  const owner = await state.claimReference(bookingReference, bookingId)
  if (owner !== bookingId) {
    const evidence = { booking_reference: bookingReference, bookings: [owner, bookingId] }
    const subject = bookingReference
    await reportViolation(ports, { problem: 'duplicate_reference', eventId, subject, evidence })
  }
  await countPlaces(ports, { countId: bookingId, eventId, areas })
  await lookSoon(ports, bookingId, eventId)
}

/** What is left of a cancelled booking, and its money, is looked at. */
export async function followCancellation(
  ports: AuditorPorts,
  { bookingId, refundId, eventId, areas }: CancelledPlaces,
): Promise<void> {
  const back = Object.entries(areas).map(([area, places]) => [area, -places])
  await countPlaces(ports, { countId: refundId, eventId, areas: Object.fromEntries(back) })
  await lookSoon(ports, bookingId, eventId)
}

async function countPlaces(
  { state }: AuditorPorts,
  counted: Parameters<AuditorPorts['state']['countPlaces']>[0],
): Promise<void> {
  if (Object.keys(counted.areas).length > 0) await state.countPlaces(counted)
}

async function lookSoon(
  { state, clock }: AuditorPorts,
  bookingId: string,
  eventId: EventId,
): Promise<void> {
  const nowMs = clock.nowMs()
  const booking = { kind: 'booking', subject: bookingId, isConfirmed: true } as const
  await state.schedule({ ...booking, eventId, dueAtMs: nowMs + SETTLE_MS })
  const event = { kind: 'event', subject: String(eventId), eventId } as const
  await state.schedule({ ...event, dueAtMs: nowMs + SECTIONS_EVERY_MS })
}
