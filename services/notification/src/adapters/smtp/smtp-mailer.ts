import { createTransport } from 'nodemailer'
import type { Mailer } from '../../ports/mailer.ts'
import { mailMessage, type Sender } from '../nodemailer/mail-message.ts'
import { translatedSmtpError } from './smtp-errors.ts'

export interface SmtpOptions {
  /** `smtp://user:password@host:587` (STARTTLS when offered) or `smtps://…:465`. */
  readonly url: string
  readonly from: Sender
  /** As many as mails are sent at a time. */
  readonly connections: number
  /** Refuses to speak without TLS. */
  readonly requireTls: boolean
}

const CONNECT_TIMEOUT_MS = 10_000
/** Of silence while a mail is handed over; shorter than the deadline of a whole attempt. */
const SILENCE_TIMEOUT_MS = 30_000

/** Hands mails to a mail server over a few connections that stay open between them. */
export function smtpMailer({ url, from, connections, requireTls }: SmtpOptions): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    // A connection that ended may have delivered: whether to send again is for us to decide.
    maxRequeues: 0,
    requireTLS: requireTls,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
  })
  return {
    fromAddress: from.address,
    async send(mail) {
      const envelope = { from: from.address, to: mail.to.address }
      try {
        await transport.sendMail({ ...mailMessage(mail, from), envelope })
      } catch (error) {
        throw translatedSmtpError(error)
      }
    },
    close: async () => transport.close(),
  }
}
