import type { Clock } from '@usher/kernel'
import type { MailSettings, NotificationConfig } from '../config.ts'
import type { Mailbox } from '../ports/mailbox.ts'
import type { Mailer } from '../ports/mailer.ts'

export interface OpenedMail {
  readonly mailer: Mailer
  /** When the mailer keeps what it is given. */
  readonly mailbox?: Mailbox
}

export interface MailNeeds {
  readonly mail: MailSettings
  readonly notification: NotificationConfig
  readonly clock: Clock
}

/** The mail server that is configured, or a mailbox on disk. Only what is used is loaded. */
export async function openMail({ mail, notification, clock }: MailNeeds): Promise<OpenedMail> {
  const { smtpUrl: url, from, requireTls, mailbox: directory, mailboxKeep: keep } = mail
  if (url === '') {
    const { openDiskMailbox } = await import('./disk/disk-mailbox.ts')
    const mailbox = await openDiskMailbox({ directory, from, clock, keep })
    return { mailer: mailbox, mailbox }
  }
  const { smtpMailer } = await import('./smtp/smtp-mailer.ts')
  const connections = notification.concurrency
  return { mailer: smtpMailer({ url, from, connections, requireTls: requireTls === 1 }) }
}
