import type { CancelledPlaces } from './cancelled-places.ts'
import type { Booking, Event, Reservation, User } from './sale-facts.ts'

interface Addressed {
  readonly user: User
  readonly event: Event
  /** Where the buyer sees it; empty: nowhere. */
  readonly url: string
}

/** Everything that one mail tells, before it is put into words. */
export type Letter =
  | (Addressed & {
      readonly occasion: 'reservation_expiring'
      readonly reservation: Reservation
      readonly nowMs: number
    })
  | (Addressed & { readonly occasion: 'booking_confirmed'; readonly booking: Booking })
  | (Addressed & {
      readonly occasion: 'booking_cancelled' | 'event_cancelled'
      readonly booking: Booking
      readonly cancelled: CancelledPlaces
    })

export type LetterOf<Occasion extends Letter['occasion']> = Extract<
  Letter,
  { readonly occasion: Occasion }
>
