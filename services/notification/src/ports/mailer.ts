import type { Mail } from '../domain/mail.ts'

/** Takes mails over. What it has taken is its own to deliver. */
export interface Mailer {
  /** Our address, whose domain ends the message ids. */
  readonly fromAddress: string
  /**
   * Resolves when the mail has been taken over for good. Rejects with unavailable /
   * mail_server_unavailable when no mail would get through, unavailable / mail_deferred when this
   * one is to be sent later, invalid / mail_refused when it will never be taken. Anything else says
   * nothing about whether it was taken.
   */
  send(mail: Mail): Promise<void>
  close(): Promise<void>
}
