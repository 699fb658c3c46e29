import type { BookingId, Clock } from '@usher/kernel'
import type { Booking } from '../domain/booking.ts'

// A booking is idle -> running (run) -> idle (its work ended, or its time is up: the attempt is
// over).

/** One try to move a booking on. Once it is over its work must not take another step. */
export interface Attempt {
  over: boolean
}

/** Undefined when the work could not say where the booking stands now. */
export type Work = (attempt: Attempt) => Promise<Booking | undefined>

interface Run {
  readonly ended: Promise<Booking | undefined>
}

/**
 * The bookings that this process is moving on: one attempt a booking, shared by all who ask for it.
 */
export class BookingRuns {
  readonly #clock: Clock
  readonly #limitMs: number
  readonly #running = new Map<BookingId, Run>()

  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock
    this.#limitMs = limitMs
  }

  has(bookingId: BookingId): boolean {
    return this.#running.has(bookingId)
  }

  /**
   * Does `work` unless it is being done; resolves when it has ended, at the latest after the limit.
   */
  run(bookingId: BookingId, work: Work): Promise<Booking | undefined> {
    const running = this.#running.get(bookingId)
    if (running) return running.ended
    const { promise, resolve, reject } = Promise.withResolvers<Booking | undefined>()
    const attempt = { over: false }
    const end = () => {
      attempt.over = true
      this.#running.delete(bookingId)
    }
    const cancel = this.#clock.schedule(this.#limitMs, () => {
      end()
      resolve(undefined)
    })
    this.#running.set(bookingId, { ended: promise })
    work(attempt).then(
      (booking) => {
        if (attempt.over) return
        cancel()
        end()
        resolve(booking)
      },
      (error: unknown) => {
        if (attempt.over) return
        cancel()
        end()
        reject(error)
      },
    )
    return promise
  }
}
