import { DomainError } from '@usher/kernel'

/** The server as a whole cannot be reached or takes nothing from us: no mail would get through. */
export function mailServerUnavailable(reason: string, cause?: unknown): DomainError {
  return new DomainError('unavailable', 'mail_server_unavailable', reason, {}, cause)
}

/** The server is there and asks to send this mail later. */
export function mailDeferred(reason: string, cause?: unknown): DomainError {
  return new DomainError('unavailable', 'mail_deferred', reason, {}, cause)
}

/** The server, or we, will never take this mail. */
export function mailRefused(reason: string, cause?: unknown): DomainError {
  return new DomainError('invalid', 'mail_refused', reason, {}, cause)
}

export function notificationChanged(notificationId: string): DomainError {
  return new DomainError('conflict', 'notification_changed', 'somebody else was faster', {
    notification_id: notificationId,
  })
}

export function noMailbox(): DomainError {
  return new DomainError('unavailable', 'no_mailbox', 'mail leaves through a mail server')
}

export function mailNotFound(mailId: string): DomainError {
  return new DomainError('not_found', 'mail_not_found', 'no such mail', { mail_id: mailId })
}

export function resendLimit(retryAfterSeconds: number): DomainError {
  return new DomainError('exhausted', 'resend_limit', 'this mail was sent often enough for now', {
    retry_after_seconds: retryAfterSeconds,
  })
}

export function bookingNotConfirmed(bookingId: string): DomainError {
  const facts = { booking_id: bookingId }
  return new DomainError('conflict', 'booking_not_confirmed', 'there are no tickets to send', facts)
}
