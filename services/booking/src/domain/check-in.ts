import type { BookingId, CheckInId, EventId, OperationId, SeatNumber } from '@usher/kernel'

// Live -> undone. A ticket has at most one live check-in; one that was undone stays on the list.

/** One person let in with one ticket. */
export interface CheckIn {
  readonly checkInId: CheckInId
  readonly eventId: EventId
  readonly bookingId: BookingId
  /** The ticket's number in its booking. */
  readonly number: number
  /** Empty for a place in an area. */
  readonly seatNumber: SeatNumber | ''
  /** The section, or the area. */
  readonly section: string
  /** Empty: not said. */
  readonly gate: string
  /** Who scanned. */
  readonly scannerId: string
  /** Empty: not repeatable. */
  readonly operationId: OperationId | ''
  readonly checkedInAtMs: number
  /** Zero as long as it is live. */
  readonly undoneAtMs: number
  readonly undoneBy: string
}
