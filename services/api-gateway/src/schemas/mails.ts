import { Type } from 'typebox'
import { Exact, Instant, Page, Paging, Text } from './types.ts'

const summary = {
  mail_id: Type.String(),
  to: Type.String(),
  subject: Type.String(),
  sent_at: Instant,
}
export const MailPage = Page(Type.Object(summary))
/** What is in a mail is read when it is asked for alone. */
export const Mail = Type.Object({
  ...summary,
  text: Type.String(),
  html: Type.String(),
  attachments: Type.Array(
    Type.Object({
      filename: Type.String({ examples: ['tickets.pdf'] }),
      content_type: Type.String({ examples: ['application/pdf'] }),
      bytes: Type.Integer(),
    }),
  ),
})
export const MailQuery = Exact({
  to: Type.Optional(Text(254, 'An address; all when absent')),
  ...Paging,
})
export const MailPath = Exact({
  mail_id: Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9_.-]+$' }),
})
