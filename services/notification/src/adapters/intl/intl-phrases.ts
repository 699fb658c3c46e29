import { dateTimeFormat, formatMoney, numberFormat, parseCurrency } from '@usher/kernel'
import { IntlMessageFormat } from 'intl-messageformat'
import type { MailLanguage } from '../../domain/mail-language.ts'
import type { Phrases, PhraseValues } from '../../domain/phrases.ts'
import { catalogues, type TextKey } from '../../domain/texts/catalogues.ts'

/** A language as its catalogue has it, with times in this zone; an unknown zone is UTC. */
export function intlPhrases(language: MailLanguage, timeZone: string): Phrases {
  const zone = knownZone(timeZone)
  const moments = dateTimeFormat(language, { ...momentStyle, timeZone: zone })
  const times = dateTimeFormat(language, { ...timeStyle, timeZone: zone })
  return {
    say: (key, values = {}) => say(language, key, values),
    money: (amountMinor, currency) => money(language, amountMinor, currency),
    moment: (ms) => `${moments.format(ms)} (${zone})`,
    time: (ms) => times.format(ms),
  }
}

const timeStyle = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const
const momentStyle = {
  weekday: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  ...timeStyle,
} as const

/** Parsed when first used; there are no more of them than catalogues have messages. */
const parsed = new Map<string, IntlMessageFormat>()

function say(language: MailLanguage, key: TextKey, values: PhraseValues): string {
  const name = `${language} ${key}`
  let message = parsed.get(name)
  if (!message) {
    // No tags: what looks like one in a message or a value is text.
    message = new IntlMessageFormat(catalogues[language][key], language, undefined, {
      ignoreTag: true,
    })
    parsed.set(name, message)
  }
  return String(message.format(values))
}

function money(language: MailLanguage, amountMinor: number, currency: string): string {
  const amount = formatMoney({ amountMinor, currency: parseCurrency(currency) })
  const format = numberFormat(language, { style: 'currency', currency })
  // As text, which no rounding of a float can touch.
  return format.format(amount as `${number}`)
}

function knownZone(timeZone: string): string {
  try {
    return dateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch (error) {
    if (error instanceof RangeError) return 'UTC'
    throw error
  }
}
