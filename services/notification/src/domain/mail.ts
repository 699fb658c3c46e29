export interface Attachment {
  readonly filename: string
  readonly contentType: string
  readonly content: Uint8Array
}

/** What a mailer takes; the sender's own address is the mailer's business. */
export interface Mail {
  /** Without angle brackets. The same for every attempt at one notification. */
  readonly messageId: string
  readonly to: { readonly name: string; readonly address: string }
  readonly language: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly attachments: readonly Attachment[]
  readonly dateMs: number
}

/**
 * Unlike text of ours, text of users may have line breaks, controls and marks that turn the reading
 * direction around. The two joiners stay: Persian and many emoji are spelt with them.
 */
export function oneLine(text: string): string {
  return text.replaceAll(/(?:[\p{Cc}\p{Zl}\p{Zp}\s]|(?![\u200c\u200d])\p{Cf})+/gu, ' ').trim()
}

/** RFC 5321's limit for an address. */
const ADDRESS_CHARS_MAX = 254

/** Looser than RFC 5321, strict in what would end an address or begin a header. */
export function isAddress(text: string): boolean {
  const parts = text.split('@')
  return text.length <= ADDRESS_CHARS_MAX && parts.length === 2 && parts.every(isAddressPart)
}

function isAddressPart(text: string): boolean {
  return /^[^\s<>()[\]\\,;:"\p{Cc}\p{Cf}]+$/u.test(text)
}

/** RFC 5322 wants an id that nobody else makes: ours is unique, the domain is the sender's. */
export function messageIdOf(notificationId: string, fromAddress: string): string {
  const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1)
  const local = notificationId.replaceAll(':', '.').replaceAll(/[^\w.-]/g, hexadecimal)
  return `${local}@${domain}`
}

function hexadecimal(char: string): string {
  return `=${(char.codePointAt(0) ?? 0).toString(16)}=`
}
