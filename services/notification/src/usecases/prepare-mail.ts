import { mailRefused } from '../domain/errors.ts'
import type { Letter } from '../domain/letter.ts'
import { type Attachment, isAddress, type Mail, messageIdOf, oneLine } from '../domain/mail.ts'
import { mailLanguage, type MailLanguage } from '../domain/mail-language.ts'
import type { Notification } from '../domain/notification.ts'
import { remindMs } from './expiring-reservations.ts'
import type { NotificationPorts } from './ports.ts'

/** What is to be done about a notification, from what the other services say now. */
export type Preparation =
  | { readonly do: 'send'; readonly mail: Mail }
  | { readonly do: 'postpone'; readonly untilMs: number }
  | { readonly do: 'drop'; readonly reason: string }

/** Gathers the facts and writes the mail. Fails as the services that it asks do. */
export async function prepareMail(
  ports: NotificationPorts,
  notification: Notification,
): Promise<Preparation> {
  return notification.occasion === 'reservation_expiring'
    ? prepareReminder(ports, notification)
    : prepareBookingMail(ports, notification)
}

async function prepareReminder(
  ports: NotificationPorts,
  notification: Notification,
): Promise<Preparation> {
  const { facts, clock, config } = ports
  const reservation = await facts.reservation(notification.subjectId)
  const nowMs = clock.nowMs()
  if (!reservation.active) return { do: 'drop', reason: 'reservation_ended' }
  if (reservation.expiresAtMs <= nowMs) return { do: 'drop', reason: 'too_late' }
  // It has been extended since it was recorded.
  const remindAtMs = reservation.expiresAtMs - remindMs(config)
  if (remindAtMs > nowMs) return { do: 'postpone', untilMs: remindAtMs }
  const { userId, eventId, reservationId } = reservation
  const addressed = await addressedOf(ports, {
    userId,
    eventId,
    path: `reservations/${reservationId}`,
  })
  const letter: Letter = { occasion: 'reservation_expiring', ...addressed, reservation, nowMs }
  return { do: 'send', mail: write(ports, notification, letter) }
}

async function prepareBookingMail(
  ports: NotificationPorts,
  notification: Notification,
): Promise<Preparation> {
  const booking = await ports.facts.booking(notification.subjectId)
  const { userId, eventId, bookingId } = booking
  const { occasion, cancelled } = notification
  const confirms = occasion === 'booking_confirmed'
  if (confirms && (!booking.confirmed || booking.places.length === 0)) {
    return { do: 'drop', reason: 'booking_cancelled' }
  }
  const addressed = await addressedOf(ports, { userId, eventId, path: `bookings/${bookingId}` })
  if (confirms) {
    const letter: Letter = { occasion, ...addressed, booking }
    const mail = write(ports, notification, letter)
    return { do: 'send', mail: { ...mail, attachments: await attachments(ports, letter) } }
  }
  if (!cancelled || occasion === 'reservation_expiring') throw mailRefused('nothing was cancelled')
  const mail = write(ports, notification, { occasion, ...addressed, booking, cancelled })
  return { do: 'send', mail }
}

async function addressedOf(
  { facts, publicUrl }: NotificationPorts,
  { userId, eventId, path }: { userId: string; eventId: number; path: string },
) {
  const [user, event] = await Promise.all([facts.user(userId), facts.event(eventId)])
  const root = publicUrl().replace(/\/+$/, '')
  return { user, event, url: root === '' ? '' : `${root}/${path}` }
}

function write(
  { writer, mailer, clock }: NotificationPorts,
  { notificationId }: Notification,
  letter: Letter,
): Mail {
  const { address, name } = letter.user
  if (!isAddress(address)) throw mailRefused('this is no mail address')
  const language = languageOf(letter)
  return {
    ...writer.write(letter, language),
    messageId: messageIdOf(notificationId, mailer.fromAddress),
    to: { name: oneLine(name), address },
    language,
    attachments: [],
    dateMs: clock.nowMs(),
  }
}

function languageOf({ user, event }: Letter): MailLanguage {
  return mailLanguage(user.language, event.language)
}

async function attachments(
  { facts }: NotificationPorts,
  letter: Extract<Letter, { occasion: 'booking_confirmed' }>,
): Promise<readonly Attachment[]> {
  const { bookingId, bookingReference } = letter.booking
  const wish = { bookingId, language: languageOf(letter) }
  const [pdf, calendar] = await Promise.all([facts.ticketsPdf(wish), facts.calendar(wish)])
  return [
    { filename: `${bookingReference}.pdf`, contentType: 'application/pdf', content: pdf },
    { filename: 'calendar.ics', contentType: 'text/calendar; charset=utf-8', content: calendar },
  ]
}
