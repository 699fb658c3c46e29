import { bookingNotConfirmed, resendLimit } from '../domain/errors.ts'
import { type Notification, openNotification } from '../domain/notification.ts'
import { bookingResent, isResent } from '../domain/occasions.ts'
import type { NotificationPorts } from './ports.ts'

export interface ResendBooking {
  readonly bookingId: string
  readonly userId: string
  readonly operationId: string
  /** Answers what would be noted, and notes nothing. */
  readonly onlyAsk: boolean
}

const RESENDS_MAX = 3
const WITHIN_MS = 3_600_000

/**
 * Puts on record that the mail of a booking is to be sent once more. Throws not_found for somebody
 * else's booking, conflict / booking_not_confirmed, exhausted / resend_limit.
 */
export async function resendBooking(
  ports: NotificationPorts,
  wish: ResendBooking,
): Promise<Notification> {
  const { bookingId, userId } = wish
  const booking = await ports.facts.bookingOf({ bookingId, userId })
  if (!booking.confirmed) throw bookingNotConfirmed(bookingId)
  return ports.turns.take(bookingId, () => record(ports, wish))
}

async function record(
  { notifications, clock }: NotificationPorts,
  wish: ResendBooking,
): Promise<Notification> {
  const opened = openNotification(bookingResent(wish, wish.operationId), clock.nowMs())
  const before = await notifications.get(opened.notificationId)
  if (before) return before
  const recent = (await notifications.ofSubject(wish.bookingId)).filter(
    (each) => isResent(each) && each.createdAtMs > clock.nowMs() - WITHIN_MS,
  )
  if (recent.length >= RESENDS_MAX) throw tooMany(recent, clock.nowMs())
  if (wish.onlyAsk) return opened
  const added = await notifications.add(opened)
  return (added ? undefined : await notifications.get(opened.notificationId)) ?? opened
}

/** The oldest of those that fill the limit makes room when it is an hour old. */
function tooMany(recent: readonly Notification[], nowMs: number) {
  const freeAtMs = (recent.at(-RESENDS_MAX)?.createdAtMs ?? nowMs) + WITHIN_MS
  return resendLimit(Math.ceil((freeAtMs - nowMs) / 1000))
}
