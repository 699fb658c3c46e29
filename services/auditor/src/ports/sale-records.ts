import type { EventId } from '@usher/kernel'
import type { BookingSeen, PaymentSeen, SeatOwner } from '../domain/judge-booking.ts'
import type { SectionSeen } from '../domain/judge-sections.ts'

/** What the services have on record. Undefined: they know no such thing. */
export interface SaleRecords {
  booking(bookingId: string): Promise<BookingSeen | undefined>
  payment(paymentId: string): Promise<PaymentSeen | undefined>
  seat(eventId: EventId, seatNumber: string): Promise<SeatOwner | undefined>
  /** True when it can still have seats that are not booked: ACTIVE or PAYING. */
  isLive(reservationId: string): Promise<boolean>
  sections(eventId: EventId): Promise<readonly SectionSeen[] | undefined>
  /** May be repeated; false when nothing was open. */
  pauseSale(eventId: EventId, reason: string): Promise<boolean>
}
