import { type Currency, isDomainError, minorDigits, money, parseCurrency } from '@usher/kernel'

/** What a price in words comes to. */
export interface ReadPrice {
  readonly priceMinor: number
  readonly currency: string
}

/**
 * The lowest amount that a text names: `Entrada: 5 euros`, `12,50 €`, `US$ 20`, `gratis`; undefined
 * when it names none. Numbers count only beside a currency, or when they are the whole text:
 * ages, dates and telephone numbers stand in such texts too.
 */
export function readPrice(text: string, currency: string): ReadPrice | undefined {
  const plain = text.replaceAll(/\s+/g, ' ').trim()
  if (plain === '') return undefined
  const bare = /^[\d.,'\s]+$/.test(plain) ? amount(plain, currency) : undefined
  if (bare !== undefined) return { priceMinor: bare, currency }
  const prices = [...amountsBesideCurrencies(plain, currency)]
  const [first] = prices.sort((a, b) => a.priceMinor - b.priceMinor)
  return first ?? (free.test(plain) ? { priceMinor: 0, currency } : undefined)
}

const number = "\\d{1,3}(?:[.,' ]\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?"
/** A code in capitals, and not the end of a word. */
const code = '(?<!\\p{L})(?-i:[A-Z]{3})(?!\\p{L})'
const marks = `US\\$|NT\\$|HK\\$|€|\\$|£|¥|￥|zł|元|euros?|dollars?|pounds?|libras?|${code}`
const beside = new RegExp(`(${marks})\\s?(${number})|(${number})\\s?(${marks})(?![a-z])`, 'giu')
const freeWords = [
  'free|gratis|gratuit[oae]?s?|gratuitamente|libre|livre|ingresso libero',
  'kostenlos|freier eintritt|eintritt frei',
]
const free = new RegExp(`\\b(${freeWords.join('|')})\\b|免費|免费`, 'i')

function* amountsBesideCurrencies(text: string, currency: string): Iterable<ReadPrice> {
  for (const [, before, behind, first, after] of text.matchAll(beside)) {
    const itsCurrency = currencyOf(before ?? after ?? '', currency)
    if (itsCurrency === undefined) continue
    const priceMinor = amount(behind ?? first ?? '', itsCurrency)
    if (priceMinor !== undefined) yield { priceMinor, currency: itsCurrency }
  }
}

/** What a mark or word means; a dollar is that of the place where dollars are paid with. */
function currencyOf(mark: string, currency: string): string | undefined {
  const sign = mark.toLowerCase()
  if (/^(\$|dollars?)$/.test(sign)) return currency.endsWith('D') ? currency : 'USD'
  if (/^[¥￥元]$/u.test(sign)) return /^(CNY|TWD|JPY)$/.test(currency) ? currency : 'JPY'
  return marked[sign] ?? (isCurrency(mark) ? mark : undefined)
}

const marked: Readonly<Record<string, string>> = {
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  libra: 'GBP',
  libras: 'GBP',
  us$: 'USD',
  nt$: 'TWD',
  hk$: 'HKD',
  zł: 'PLN',
}

export function isCurrency(text: string): text is Currency {
  try {
    return parseCurrency(text) === text
  } catch (error) {
    if (isDomainError(error)) return false
    throw error
  }
}

/** `1.234,50` and `1,234.50`: the last sign is the decimal one when two digits or one follow it. */
function amount(text: string, currency: string): number | undefined {
  const compact = text.replaceAll(/['\s]/g, '')
  const [, whole = '', decimals = ''] = /^([\d.,]*?)(?:[.,](\d{1,2}))?$/.exec(compact) ?? []
  const digits = whole.replaceAll(/[.,]/g, '')
  if (digits === '' || digits.length > 9) return undefined
  const code = isCurrency(currency) ? currency : ('EUR' as Currency)
  const places = minorDigits(code)
  if (decimals.length > places && Number(decimals) !== 0) return undefined
  const minor = Number(digits + decimals.slice(0, places).padEnd(places, '0'))
  return money(minor, code).amountMinor
}
