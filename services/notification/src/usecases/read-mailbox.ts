import { decodeCursor, encodeCursor } from '@usher/kernel'
import { mailNotFound, noMailbox } from '../domain/errors.ts'
import type { Mailbox, OpenedMail, StoredMail } from '../ports/mailbox.ts'
import type { NotificationPorts } from './ports.ts'

export interface ListMails {
  /** An address; empty: all. */
  readonly to: string
  /** Empty: from the newest on. */
  readonly cursor: string
  /** Zero: the default. */
  readonly limit: number
}

export interface MailPage {
  readonly mails: readonly StoredMail[]
  /** Empty when there is nothing behind it. */
  readonly nextCursor: string
}

const LIMIT_DEFAULT = 50
const LIMIT_MAX = 200

/** The newest first. Throws unavailable / no_mailbox where mail leaves through a mail server. */
export async function listMails(
  ports: Pick<NotificationPorts, 'mailbox'>,
  { to, cursor, limit }: ListMails,
): Promise<MailPage> {
  const mailbox = required(ports)
  const size = Math.min(limit || LIMIT_DEFAULT, LIMIT_MAX)
  const after = cursor === '' ? {} : { after: String(decodeCursor(cursor, ['string'])[0]) }
  const found = await mailbox.list({ to: to.trim(), ...after, limit: size + 1 })
  const mails = found.slice(0, size)
  const last = found.length > size ? mails.at(-1) : undefined
  return { mails, nextCursor: last ? encodeCursor([last.mailId]) : '' }
}

/** Throws not_found / mail_not_found, or as `listMails`. */
export async function getMail(
  ports: Pick<NotificationPorts, 'mailbox'>,
  mailId: string,
): Promise<OpenedMail> {
  const mail = await required(ports).open(mailId)
  if (!mail) throw mailNotFound(mailId)
  return mail
}

function required({ mailbox }: Pick<NotificationPorts, 'mailbox'>): Mailbox {
  if (!mailbox) throw noMailbox()
  return mailbox
}
