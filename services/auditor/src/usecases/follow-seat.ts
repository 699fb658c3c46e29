import { followSeat, type SeatChange } from '../domain/seat-history.ts'
import type { AuditorPorts } from './ports.ts'
import { reportViolation } from './report-violation.ts'

/** A booking that has seats and is not told of as confirmed by then is looked at. */
const UNCONFIRMED_MS = 15 * 60_000

/**
 * Follows a seat one change further. What follows from the change is on record before the change
 * is: a crash in between repeats it, and all of it may be repeated.
 */
export async function followSeatChange(ports: AuditorPorts, change: SeatChange): Promise<void> {
  const { state, clock, telemetry } = ports
  const { eventId, seatNumber, bookingId } = change
  const seen = await state.seat(eventId, seatNumber)
  const { next, violation, missing, displaced } = followSeat(seen, change)
  if (violation) await reportViolation(ports, violation)
  if (!next) return
  const nowMs = clock.nowMs()
  if (displaced !== '') {
    await state.schedule({ kind: 'reservation', subject: displaced, eventId, dueAtMs: nowMs })
  }
  if (change.after === 'BOOKED' && bookingId !== '') {
    const dueAtMs = nowMs + UNCONFIRMED_MS
    await state.schedule({ kind: 'booking', subject: bookingId, eventId, dueAtMs })
  }
  await state.keepSeat(next, seen)
  if (missing > 0) telemetry.changesMissing({ eventId, seatNumber, missing })
}
