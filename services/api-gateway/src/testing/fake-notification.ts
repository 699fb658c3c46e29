import { NotificationService, type ResendBookingRequest } from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import { fake, notFound } from './fake.ts'
import { BOOKING } from './fake-booking.ts'
import { userIdOf } from './fake-people.ts'

export interface NotificationCalls {
  readonly resent: ResendBookingRequest[]
}

export const MAIL = 'mail-1'
const TEXT_MAIL = 'mail-2'
/** Mails of one booking that may be sent again. */
const RESENDS_MAX = 5

/** A mailbox with two mails, the second without HTML. */
export function fakeNotification(calls: NotificationCalls) {
  return fake(NotificationService, {
    resendBooking: async (request) => {
      if (request.bookingId !== BOOKING || request.userId !== userIdOf('buyer')) {
        throw notFound('booking')
      }
      if (calls.resent.length >= RESENDS_MAX) {
        throw new DomainError('exhausted', 'resend_limit', 'enough for an hour')
      }
      if (!request.onlyAsk) calls.resent.push(request)
      return { notification: notificationMessage('PENDING') }
    },
    listNotifications: async () => ({ notifications: [notificationMessage('SENT')] }),
    listMails: async ({ to }) => ({ mails: [mailMessage(MAIL, to)], nextCursor: 'more' }),
    getMail: async ({ mailId }) => {
      if (mailId !== MAIL && mailId !== TEXT_MAIL) throw notFound('mail')
      const html = mailId === MAIL ? '<p>Nabucco</p><script>alert(1)</script>' : ''
      return {
        mail: { ...mailMessage(mailId), text: 'Nabucco', html },
        raw: Buffer.from('Subject: Nabucco\r\n\r\nNabucco'),
      }
    },
  })
}

function notificationMessage(status: string) {
  return {
    notificationId: 'nt_1',
    occasion: 'booking_confirmed',
    subjectId: BOOKING,
    userId: userIdOf('buyer'),
    language: 'es',
    status,
    createdAtMs: 1000n,
    sentAtMs: status === 'SENT' ? 2000n : 0n,
  }
}

function mailMessage(mailId: string, to = 'buyer@example.org') {
  return {
    mailId,
    to,
    subject: 'Nabucco',
    sentAtMs: 1000n,
    attachments: [{ filename: 'tickets.pdf', contentType: 'application/pdf', bytes: 8 }],
  }
}
