import type { CancelledPlaces } from './cancelled-places.ts'
import type { OccasionFacts } from './notification.ts'

interface Sale {
  readonly bookingId: string
  readonly userId: string
}

export function bookingConfirmed({ bookingId, userId }: Sale): OccasionFacts {
  return {
    notificationId: `booking_confirmed:${bookingId}`,
    occasion: 'booking_confirmed',
    subjectId: bookingId,
    userId,
    cancelled: undefined,
  }
}

/** The buyer has asked for the mail again; `operationId` names the wish. */
export function bookingResent(sale: Sale, operationId: string): OccasionFacts {
  const first = bookingConfirmed(sale)
  return { ...first, notificationId: `${first.notificationId}:${operationId}` }
}

/** Tells a mail that was asked for from the one that came by itself. */
export function isResent({ notificationId }: { readonly notificationId: string }): boolean {
  return /^booking_confirmed:[^:]+:/.test(notificationId)
}

/** The reason that booking gives when the organizer has called off the event. */
const EVENT_CANCELLED = 'event_cancelled'

/** Each refund is an occasion: a booking may be cancelled seat by seat. */
export function bookingCancelled(
  { bookingId, userId, refundId, reason }: Sale & { refundId: string; reason: string },
  cancelled: CancelledPlaces,
): OccasionFacts {
  const occasion = reason === EVENT_CANCELLED ? EVENT_CANCELLED : 'booking_cancelled'
  return {
    notificationId: `${occasion}:${bookingId}:${refundId}`,
    occasion,
    subjectId: bookingId,
    userId,
    cancelled,
  }
}

export function reservationExpiring({
  reservationId,
  userId,
}: {
  reservationId: string
  userId: string
}): OccasionFacts {
  return {
    notificationId: `reservation_expiring:${reservationId}`,
    occasion: 'reservation_expiring',
    subjectId: reservationId,
    userId,
    cancelled: undefined,
  }
}
