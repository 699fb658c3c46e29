import type { Booking, Event, Reservation, User } from '../domain/sale-facts.ts'

/** What the other services know of a sale. Each call may fail as theirs do. */
export interface SaleFacts {
  /** not_found / user_not_found. */
  user(userId: string): Promise<User>
  event(eventId: number): Promise<Event>
  /** Of anybody. */
  booking(bookingId: string): Promise<Booking>
  /** Somebody else's is not_found. */
  bookingOf(sale: { bookingId: string; userId: string }): Promise<Booking>
  reservation(reservationId: string): Promise<Reservation>
  /** Active ones that end after the first and at or before the second time, page by page. */
  expiring(range: {
    afterMs: number
    untilMs: number
    cursor: string
  }): Promise<{ readonly reservations: readonly Reservation[]; readonly nextCursor: string }>
  /** All valid tickets as one PDF. */
  ticketsPdf(wish: { bookingId: string; language: string }): Promise<Uint8Array>
  /** The event as an iCalendar file. */
  calendar(wish: { bookingId: string; language: string }): Promise<Uint8Array>
}
