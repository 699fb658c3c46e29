import type { HttpApp } from '@usher/http'
import { DomainError } from '@usher/kernel'
import { sendFile } from '../file-answer.ts'
import * as present from '../presenters/mails.ts'
import { page } from '../presenters/page.ts'
import { Bytes } from '../schemas/headers.ts'
import * as schemas from '../schemas/mails.ts'
import { found } from './found.ts'
import type { GatewayContext } from './gateway-context.ts'
import { operation, refusals } from './operation.ts'

const tag = 'mailbox'
const access = 'public'
const limit = 'reads'

/** Mails are made of styles and pictures that they carry; nothing in them runs or is fetched. */
const mailPolicy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

/** The mails of a demo, for everybody. Without the mailbox these paths do not exist. */
export function addMailRoutes(app: HttpApp, context: GatewayContext): void {
  if (!context.mailbox) return
  const { notification, gate } = context
  app.get(
    '/v1/mails',
    operation(gate, {
      tag,
      summary: 'Mails that were sent, the newest first',
      access,
      limit,
      schema: { querystring: schemas.MailQuery, response: { 200: schemas.MailPage } },
    }),
    async (request, reply) => {
      const { to = '', cursor = '', limit: pageSize = 0 } = request.query
      const { mails, nextCursor } = await notification.listMails(
        { to, cursor, limit: pageSize },
        request,
      )
      return reply.send(page(mails, nextCursor, present.mailSummary))
    },
  )

  app.get(
    '/v1/mails/:mail_id',
    operation(gate, {
      tag,
      summary: 'A mail',
      access,
      limit,
      schema: { params: schemas.MailPath, response: { 200: schemas.Mail } },
    }),
    async (request, reply) => {
      const { mail } = await notification.getMail({ mailId: request.params.mail_id }, request)
      return reply.send(present.mail(found(mail)))
    },
  )
  addMailFiles(app, context)
}

/** The mail as a mail program has it, and as a person sees it. */
function addMailFiles(app: HttpApp, { notification, gate }: GatewayContext): void {
  const params = schemas.MailPath
  app.get(
    '/v1/mails/:mail_id/raw',
    operation(gate, {
      tag,
      summary: 'A mail as it was sent (RFC 5322), with its attachments',
      access,
      limit,
      described: { response: as('message/rfc822') },
      schema: { params },
    }),
    async (request, reply) => {
      const { mail_id: mailId } = request.params
      const { raw } = await notification.getMail({ mailId }, request)
      return sendFile(reply, { name: `${mailId}.eml`, contentType: 'message/rfc822', bytes: raw })
    },
  )

  app.get(
    '/v1/mails/:mail_id/html',
    operation(gate, {
      tag,
      summary: 'A mail as a page, where nothing runs',
      access,
      limit,
      described: { response: as('text/html') },
      schema: { params },
    }),
    async (request, reply) => {
      const { mail } = await notification.getMail({ mailId: request.params.mail_id }, request)
      const { html } = found(mail)
      if (html === '')
        throw new DomainError('not_found', 'html_not_found', 'this mail is text only')
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', mailPolicy)
        .send(html)
    },
  )
}

function as(mediaType: string) {
  const content = { [mediaType]: { schema: Bytes } }
  return { 200: { description: 'The mail', content }, ...refusals }
}
