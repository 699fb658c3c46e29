import type { DomainError } from '@usher/kernel'
import { mailDeferred, mailRefused, mailServerUnavailable } from '../../domain/errors.ts'

interface SmtpError extends Error {
  /** nodemailer's word, such as ECONNECTION. */
  readonly code?: string
  /** The server's, such as 550; undefined or 0 when it said nothing. */
  readonly responseCode?: number
  readonly response?: string
  /** During which command. */
  readonly command?: string
}

/** Whose fault it is decides what is tried again: this mail, all of them, or nothing. */
export function translatedSmtpError(error: unknown): DomainError {
  if (!(error instanceof Error)) return mailDeferred('the mail server failed', error)
  const { code = '', responseCode = 0, response, command }: SmtpError = error
  const reason = (response ?? `${code} ${error.message}`).slice(0, REASON_CHARS_MAX)
  if (serverCodes.has(code) || responseCode === SHUTTING_DOWN) {
    return mailServerUnavailable(reason, error)
  }
  // It does not take us as a sender, which holds for every mail, unless it is this one's size.
  if (command === 'MAIL FROM' && responseCode > 0 && responseCode !== TOO_LARGE) {
    return mailServerUnavailable(reason, error)
  }
  if (responseCode >= PERMANENT) return mailRefused(reason, error)
  if (responseCode === 0 && messageCodes.has(code)) return mailRefused(reason, error)
  return mailDeferred(reason, error)
}

const REASON_CHARS_MAX = 300
/** RFC 5321, 4.2.3. */
const SHUTTING_DOWN = 421
const TOO_LARGE = 552
const PERMANENT = 500

const serverCodes = new Set([
  'ECONNECTION',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EPROTOCOL',
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'EPROXY',
  'ECONFIG',
])

/** Without an answer of the server: nodemailer itself finds the address or the mail impossible. */
const messageCodes = new Set(['EENVELOPE', 'EMESSAGE'])
