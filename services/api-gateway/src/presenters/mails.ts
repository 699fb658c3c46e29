import type * as proto from '@usher/contracts'
import { instant } from './values.ts'

export function mailSummary({ mailId, to, subject, sentAtMs, attachments }: proto.Mail) {
  return {
    mail_id: mailId,
    to,
    subject,
    sent_at: instant(sentAtMs),
    attachments: attachments.map(({ filename, contentType, bytes }) => ({
      filename,
      content_type: contentType,
      bytes,
    })),
  }
}

export function mail(message: proto.Mail) {
  return { ...mailSummary(message), text: message.text, html: message.html }
}
