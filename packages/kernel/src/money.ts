import { DomainError } from './domain-error.ts'
import type { Branded } from './ids.ts'

/** ISO 4217, upper case, e.g. `EUR`. */
export type Currency = Branded<string, 'Currency'>

/** An amount in whole minor units (cents, yen) of one currency; a safe integer, never a float. */
export interface Money {
  readonly amountMinor: number
  readonly currency: Currency
}

/** Throws `invalid` / `invalid_currency` unless `text` is a code that ISO 4217 lists. */
export function parseCurrency(text: string): Currency {
  if (!knownCurrencies.has(text)) {
    throw new DomainError('invalid', 'invalid_currency', 'not an ISO 4217 currency code', {
      currency: text,
    })
  }
  return text as Currency
}

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'))

/** Throws `invalid` / `invalid_amount` unless `amountMinor` is a safe integer of zero or more. */
export function money(amountMinor: number, currency: Currency): Money {
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0) {
    throw new DomainError(
      'invalid',
      'invalid_amount',
      'an amount is a whole number of minor units',
      {
        amount_minor: amountMinor,
      },
    )
  }
  return { amountMinor, currency }
}

/** The amount as the seed shows it: `150.00`; yen has no decimals: `1500`. */
export function formatMoney({ amountMinor, currency }: Money): string {
  const digits = minorDigits(currency)
  if (digits === 0) return String(amountMinor)
  const text = String(amountMinor).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/**
 * Parses `150`, `150.5` or `150.00`; throws `invalid` / `invalid_amount` for more decimals than the
 * currency has.
 */
export function parseMoney(text: string, currency: Currency): Money {
  const digits = minorDigits(currency)
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text)
  const fraction = match?.[2] ?? ''
  if (!match || fraction.length > digits) {
    throw new DomainError('invalid', 'invalid_amount', `not an amount of ${currency}`, {
      amount: text,
    })
  }
  return money(Number(`${match[1]}${fraction.padEnd(digits, '0')}`), currency)
}

const digitsByCurrency = new Map<Currency, number>()

/** How many decimals the currency has: its minor unit is 10 to the minus this. */
export function minorDigits(currency: Currency): number {
  let digits = digitsByCurrency.get(currency)
  if (digits === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency })
    digits = format.resolvedOptions().maximumFractionDigits ?? 2
    digitsByCurrency.set(currency, digits)
  }
  return digits
}
