import {
  DomainError,
  type Environment,
  readSettings,
  type SettingValues,
  textUpTo,
  wholeNumber,
} from '@usher/kernel'
import { isAddress } from './domain/mail.ts'

/** What can be configured of this service. */
export const notificationSettings = {
  remindMinutes: {
    name: 'USHER_NOTIFICATION_REMIND_MINUTES',
    default: 3,
    parse: wholeNumber({ min: 0, max: 60 }),
    description: 'how many minutes before a reservation ends its buyer is reminded; 0: never',
  },
  concurrency: {
    name: 'USHER_NOTIFICATION_CONCURRENCY',
    default: 4,
    parse: wholeNumber({ min: 1, max: 64 }),
    description: 'how many mails are made and sent at a time',
  },
} as const

/** What a root needs to send mail; without a URL it keeps a mailbox on disk instead. */
export const mailSettings = {
  smtpUrl: {
    name: 'USHER_SMTP_URL',
    default: '',
    parse: smtpAddress,
    description: 'the mail server, smtp[s]://user:password@host:port; empty: a mailbox on disk',
  },
  requireTls: {
    name: 'USHER_SMTP_REQUIRE_TLS',
    default: 0,
    parse: wholeNumber({ min: 0, max: 1 }),
    description:
      '1: no mail leaves over a connection without TLS; 0: TLS when the server offers it',
  },
  from: {
    name: 'USHER_MAIL_FROM',
    default: { name: 'Usher', address: 'tickets@usher.invalid' },
    parse: sender,
    description: 'who mails come from: tickets@example.com, or City Hall <tickets@example.com>',
  },
  mailbox: {
    name: 'USHER_MAILBOX',
    default: 'mail',
    parse: textUpTo(4096),
    description: 'the directory of the mailbox; in one process it lies in the data directory',
  },
  mailboxKeep: {
    name: 'USHER_MAILBOX_KEEP',
    default: 10_000,
    parse: wholeNumber({ min: 100, max: 1_000_000 }),
    description: 'how many of the newest mails the mailbox on disk keeps',
  },
} as const

export type NotificationConfig = SettingValues<typeof notificationSettings>
export type MailSettings = SettingValues<typeof mailSettings>

/** Throws invalid / invalid_config with every problem. */
export function readNotificationConfig(env: Environment): NotificationConfig {
  return readSettings(env, notificationSettings)
}

/** As `readNotificationConfig`; with a mail server, a sender that it will take is needed too. */
export function readMailSettings(env: Environment): MailSettings {
  const settings = readSettings(env, mailSettings)
  if (settings.smtpUrl !== '' && settings.from === mailSettings.from.default) throw noSender()
  return settings
}

function smtpAddress(text: string): string {
  const url = URL.parse(text)
  if (url && /^smtps?:$/.test(url.protocol) && url.hostname !== '') return text
  throw new DomainError('invalid', 'invalid_setting', 'an smtp or smtps URL')
}

const SENDER_CHARS_MAX = 200

function sender(text: string): { name: string; address: string } {
  const [, name = '', inBrackets] = /^"?([^"<>\r\n]*?)"?\s*<([^<>]+)>$/.exec(text) ?? []
  const address = inBrackets ?? text
  if (isAddress(address) && text.length <= SENDER_CHARS_MAX) return { name, address }
  throw new DomainError('invalid', 'invalid_setting', 'an address, or a name and an <address>')
}

function noSender(): DomainError {
  const { name, description } = mailSettings.from
  const problem = 'must be set when a mail server is'
  const problems = [{ setting: name, problem, description }]
  return new DomainError('invalid', 'invalid_config', `${name} ${problem}`, { problems })
}
