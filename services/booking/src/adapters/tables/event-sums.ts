import { type BookingId, type EventId, NewestMap } from '@usher/kernel'
import type { Booking } from '../../domain/booking.ts'
import { salesOf } from '../../domain/sales.ts'
import type { EventTotals, Page } from '../../ports/booking-store.ts'

// Per event: unknown -> (asked) loading -> known -> (asked for many others) unknown.
// A row of totals for each event would be written by every booking of a sale; one process owns the
// data here, so the sums are kept in memory instead: read once from the index when somebody asks,
// then moved along with each change.

const PAGE = 1000
/** Events whose sums are kept; the one asked for first goes first. */
const EVENTS_MAX = 10_000

const nothing: EventTotals = { bookings: 0, capturedMinor: 0, refundedMinor: 0, currency: '' }

type ReadPage = (eventId: EventId, page: Page<BookingId>) => Promise<readonly Booking[]>

/**
 * An event's sums; while they load, changes are kept by booking, because the reader may see them or
 * not.
 */
interface Sums {
  totals: EventTotals
  loading: Map<BookingId, Booking> | undefined
  ready: Promise<void>
}

/** What each event has taken and given back, for one process that makes all the changes. */
export class EventSums {
  readonly #read: ReadPage
  readonly #events = new NewestMap<EventId, Sums>(EVENTS_MAX)

  constructor(read: ReadPage) {
    this.#read = read
  }

  async of(eventId: EventId): Promise<EventTotals> {
    const sums = this.#events.get(eventId) ?? this.#load(eventId)
    await sums.ready
    return sums.totals
  }

  /** A booking is about to be replaced; in the turn in which it is committed. */
  change(before: Booking, after: Booking): void {
    const sums = this.#events.get(after.eventId)
    if (!sums) return
    if (sums.loading) sums.loading.set(after.bookingId, after)
    else sums.totals = add(add(sums.totals, after, 1), before, -1)
  }

  #load(eventId: EventId): Sums {
    const sums: Sums = { totals: nothing, loading: new Map(), ready: Promise.resolve() }
    sums.ready = this.#sum(eventId, sums).catch((error) => {
      this.#events.delete(eventId)
      throw error
    })
    this.#events.set(eventId, sums)
    return sums
  }

  async #sum(eventId: EventId, sums: Sums): Promise<void> {
    const newest = new Map<BookingId, Booking>()
    let after: BookingId | undefined
    do {
      const page = await this.#read(eventId, { after, limit: PAGE })
      for (const booking of page) newest.set(booking.bookingId, booking)
      after = page.length < PAGE ? undefined : page.at(-1)?.bookingId
    } while (after)
    for (const [bookingId, booking] of sums.loading ?? []) newest.set(bookingId, booking)
    sums.loading = undefined
    for (const booking of newest.values()) sums.totals = add(sums.totals, booking, 1)
  }
}

function add(totals: EventTotals, booking: Booking, sign: 1 | -1): EventTotals {
  const { bookings, capturedMinor, refundedMinor } = salesOf(booking)
  return {
    bookings: totals.bookings + sign * bookings,
    capturedMinor: totals.capturedMinor + sign * capturedMinor,
    refundedMinor: totals.refundedMinor + sign * refundedMinor,
    currency: capturedMinor > 0 ? booking.currency : totals.currency,
  }
}
