import type { BookingId } from '@usher/kernel'
import { type BookingPorts, dueAfterAttempt } from './ports.ts'
import { runBooking } from './run-booking.ts'

/** Read at once. */
const PAGE = 500
/** Pages in one run, so that a store that cannot move what is due does not keep us here. */
const PAGES_MAX = 20

/**
 * Goes on with the bookings and refunds that are due: after a crash, after the provider was silent,
 * after an event was cancelled. A booking that a request works on in this process is left to it;
 * what cannot be finished is due later.
 */
export async function recoverBookings(ports: BookingPorts, stopping?: AbortSignal): Promise<void> {
  const { bookings, clock, runs, telemetry } = ports
  for (let page = 0; page < PAGES_MAX; page++) {
    const due = await bookings.due(clock.nowMs(), PAGE)
    const idle = due.filter((bookingId) => !runs.has(bookingId))
    if (idle.length > 0) telemetry.bookingsRecovered(idle.length)
    await recoverEach(ports, idle, stopping)
    if (due.length < PAGE || idle.length === 0 || stopping?.aborted) return
  }
}

async function recoverEach(
  ports: BookingPorts,
  bookingIds: readonly BookingId[],
  stopping?: AbortSignal,
): Promise<void> {
  const queue = bookingIds.values()
  const worker = async () => {
    for (const bookingId of queue) {
      if (stopping?.aborted) return
      await recover(ports, bookingId)
    }
  }
  const workers = Math.min(ports.limits.recoveryConcurrency, bookingIds.length)
  await Promise.all(Array.from({ length: workers }, worker))
}

/**
 * One that fails must not keep the others from being taken up. It is put off before it is touched:
 * so other processes leave it alone, and one whose provider never answers does not come back at
 * once.
 */
async function recover(ports: BookingPorts, bookingId: BookingId): Promise<void> {
  try {
    await ports.bookings.postpone(bookingId, dueAfterAttempt(ports))
    await runBooking(ports, bookingId)
  } catch (error) {
    ports.telemetry.stepFailed(bookingId, error)
  }
}
