import type { MessageInitShape } from '@bufbuild/protobuf'
import type { NotificationSchema, NotificationService } from '@usher/contracts'
import { DomainError, parseId } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import type { Notification } from './domain/notification.ts'
import type { StoredMail } from './ports/mailbox.ts'
import type { NotificationPorts } from './usecases/ports.ts'
import { getMail, listMails } from './usecases/read-mailbox.ts'
import { resendBooking } from './usecases/resend-booking.ts'

const ID_CHARS_MAX = 200

/** Proto to domain words and back; no rules. */
export function notificationHandlers(
  ports: NotificationPorts,
): Handlers<typeof NotificationService> {
  return {
    async resendBooking({ bookingId, userId, operationId, onlyAsk }) {
      const notification = await resendBooking(ports, {
        bookingId: parseId('booking', bookingId),
        userId: required('user_id', userId),
        operationId: required('operation_id', operationId),
        onlyAsk,
      })
      return { notification: notificationMessage(notification) }
    },
    async listNotifications({ subjectId }) {
      const found = await ports.notifications.ofSubject(required('subject_id', subjectId))
      return { notifications: found.map(notificationMessage) }
    },
    async listMails({ to, cursor, limit }) {
      const { mails, nextCursor } = await listMails(ports, { to, cursor, limit })
      return { mails: mails.map(mailMessage), nextCursor }
    },
    async getMail({ mailId }) {
      const { raw, text, html, attachments, ...mail } = await getMail(ports, mailId)
      const parts = attachments.map((attachment) => ({ ...attachment }))
      return { mail: { ...mailMessage(mail), text, html, attachments: parts }, raw }
    },
  }
}

function notificationMessage(
  notification: Notification,
): MessageInitShape<typeof NotificationSchema> {
  const { notificationId, occasion, subjectId, userId, language } = notification
  const { status, attempts, createdAtMs, sentAtMs, reason } = notification
  const times = { createdAtMs: BigInt(createdAtMs), sentAtMs: BigInt(sentAtMs) }
  const what = { notificationId, occasion, subjectId, userId, language }
  return { ...what, ...times, status, attempts, reason }
}

function mailMessage({ mailId, to, subject, sentAtMs }: StoredMail) {
  return { mailId, to, subject, sentAtMs: BigInt(sentAtMs) }
}

function required(field: string, text: string): string {
  if (text !== '' && text.length <= ID_CHARS_MAX) return text
  const facts = { field, limit: ID_CHARS_MAX }
  throw new DomainError('invalid', 'invalid_field', `${field} is needed, and not too long`, facts)
}
