import type * as proto from '@usher/contracts'
import { instant } from './values.ts'

export function mailSummary({ mailId, to, subject, sentAtMs }: proto.Mail) {
  return { mail_id: mailId, to, subject, sent_at: instant(sentAtMs) }
}

export function mail(message: proto.Mail) {
  const { text, html, attachments } = message
  const files = attachments.map(({ filename, contentType, bytes }) => ({
    filename,
    content_type: contentType,
    bytes,
  }))
  return { ...mailSummary(message), text, html, attachments: files }
}
