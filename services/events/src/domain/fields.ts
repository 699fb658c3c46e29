import { type Currency, DomainError, isDomainError, parseCurrency } from '@usher/kernel'
import type { TimeZone } from './time-zone.ts'

/**
 * The error for a field that is not what it must be; `mustBe` ends the sentence "<field> must be".
 */
export function invalidField(field: string, mustBe: string): DomainError {
  return new DomainError('invalid', 'invalid_field', `${field} must be ${mustBe}`, { field })
}

/** Everything that is not seen and is no line break or tab. */
const controls = /[\p{Cc}\u2028\u2029]/u
const controlsInText = /[^\P{Cc}\n\r\t]/u

interface TextLimits {
  readonly min?: number
  readonly max: number
  /** Line breaks are allowed. */
  readonly lines?: boolean
}

/** Text without surrounding space, in normal form C; lengths are in characters, not code units. */
export function textField(field: string, value: string, limits: TextLimits): string {
  const { min = 0, max, lines = false } = limits
  // Four bytes a character at most: what is far too long is refused before it is looked at.
  const text = value.length <= max * 2 ? value.normalize('NFC').trim() : undefined
  const length = text === undefined ? Number.POSITIVE_INFINITY : [...text].length
  if (text === undefined || length < min || length > max) {
    throw invalidField(field, `text of ${min} to ${max} characters`)
  }
  if (!text.isWellFormed() || (lines ? controlsInText : controls).test(text)) {
    throw invalidField(field, 'text without control characters')
  }
  return text
}

export function numberField(
  field: string,
  value: number,
  { min, max }: { min: number; max: number },
): number {
  if (value >= min && value <= max) return value
  throw invalidField(field, `a number from ${min} to ${max}`)
}

export function wholeNumberField(
  field: string,
  value: number,
  { min, max }: { min: number; max: number },
): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw invalidField(field, `a whole number from ${min} to ${max}`)
}

/** The last millisecond of the year 9999, behind which RFC 3339 has no dates. */
const TIME_MS_MAX = 253_402_300_799_999

/** A time in milliseconds since the Unix epoch. */
export function timeField(field: string, value: number): number {
  if (Number.isInteger(value) && value > 0 && value <= TIME_MS_MAX) return value
  throw invalidField(field, 'a time between 1970 and 9999')
}

export function choiceField<Choice extends string>(
  field: string,
  value: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((candidate) => candidate === value)
  if (choice) return choice
  throw invalidField(field, `one of ${choices.join(', ')}`)
}

const URL_CHARS_MAX = 2048

/** An https address without credentials, or nothing. */
export function httpsUrlField(field: string, value: string): string {
  if (value === '') return ''
  const url = value.length <= URL_CHARS_MAX ? URL.parse(value) : null
  if (url?.protocol === 'https:' && !url.username && !url.password) return url.href
  throw invalidField(field, `an https address of at most ${URL_CHARS_MAX} characters`)
}

export function currencyField(field: string, value: string): Currency {
  try {
    return parseCurrency(value)
  } catch (error) {
    if (!isDomainError(error)) throw error
    throw invalidField(field, 'an ISO 4217 currency code such as EUR')
  }
}

/**
 * Names begin with a letter: `Intl` would also take offsets such as +01:00, which know no summer
 * time.
 */
const timeZonePattern = /^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/

export function timeZoneField(field: string, value: string): TimeZone {
  if (
    timeZonePattern.test(value) &&
    accepts(() => Intl.DateTimeFormat('en', { timeZone: value }))
  ) {
    return value as TimeZone
  }
  throw invalidField(field, 'an IANA time zone such as Europe/Madrid')
}

const LANGUAGE_CHARS_MAX = 35

/**
 * A BCP 47 tag in its canonical form; 35 characters hold every registered one (RFC 5646, 4.4.1).
 */
export function languageField(field: string, value: string): string {
  if (value.length <= LANGUAGE_CHARS_MAX && accepts(() => new Intl.Locale(value))) {
    return new Intl.Locale(value).toString()
  }
  throw invalidField(field, 'a BCP 47 language tag such as es')
}

/** Known to CLDR as regions, but no countries. */
const notCountries = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'])

export function countryField(field: string, value: string): string {
  const known = /^[A-Z]{2}$/.test(value) && !notCountries.has(value) && regionNames.of(value)
  if (known) return value
  throw invalidField(field, 'an ISO 3166-1 country code such as ES')
}

const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** `Intl` says no by throwing a RangeError. */
function accepts(make: () => unknown): boolean {
  try {
    make()
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
