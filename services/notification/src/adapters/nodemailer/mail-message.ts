import type { MailComposerOptions } from 'nodemailer/lib/mail-composer'
import type { Mail } from '../../domain/mail.ts'

/** Who our mails come from. */
export interface Sender {
  readonly name: string
  readonly address: string
}

/** What nodemailer finds in any HTML of ours, too, having looked at it letter by letter, twice. */
const HTML_ENCODING = 'quoted-printable'

/**
 * A mail as nodemailer wants it. Names and addresses stay apart, so that nodemailer encodes the one
 * and checks the other; it folds and encodes every header.
 */
export function mailMessage(mail: Mail, from: Sender): MailComposerOptions {
  return {
    messageId: `<${mail.messageId}>`,
    date: new Date(mail.dateMs),
    from: { ...from },
    to: { ...mail.to },
    subject: mail.subject,
    text: mail.text,
    html: { content: mail.html, contentTransferEncoding: HTML_ENCODING },
    attachments: mail.attachments.map(({ filename, contentType, content }) => ({
      filename,
      contentType,
      content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
    })),
    headers: {
      // RFC 3834: no vacation notice answers a machine; the second is Microsoft's word for it.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': mail.language,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** The mail as it travels (RFC 5322). What composes it is loaded with the first one. */
export async function rawMessage(mail: Mail, from: Sender): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  return new MailComposer(mailMessage(mail, from)).compile().build()
}
