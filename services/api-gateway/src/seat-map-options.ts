import { invalidRequest } from '@usher/http'
import { type Currency, type DomainError, parseMoney } from '@usher/kernel'

/** What a caller may name a format. */
export const seatMapFormats = ['usher', 'pretix', 'csv', 'svg', 'seatsio', 'json'] as const
export type SeatMapFormatName = (typeof seatMapFormats)[number]

/**
 * The format that was named, or the one that the content type says. Otherwise inventory looks at
 * the bytes, which come in whatever encoding a program wrote them.
 */
export function formatOf(
  named: SeatMapFormatName | undefined,
  contentType: string | undefined,
): Uppercase<SeatMapFormatName> | 'UNSPECIFIED' {
  if (named) return named.toUpperCase() as Uppercase<SeatMapFormatName>
  if (contentType?.startsWith('text/csv')) return 'CSV'
  return /^(image\/svg\+xml|application\/xml)\b/.test(contentType ?? '') ? 'SVG' : 'UNSPECIFIED'
}

const COLUMN = /^([a-z_]+):([^]+)$/
/** A comma ends a pair only where another begins. */
const NEXT_COLUMN = /,(?=\s*[a-z_]+:)/

/** Parses `section:Block,row:Reihe`. */
export function columnsOf(text: string | undefined): Record<string, string> {
  const pairs = text === undefined ? [] : text.split(NEXT_COLUMN)
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, ours, theirs] = COLUMN.exec(pair.trim()) ?? []
      if (ours && theirs) return [ours, theirs]
      throw malformed('columns', 'must read section:Block,row:Reihe')
    }),
  )
}

/**
 * Commas and colons may stand in a category's name: an amount and a comma, or the end, close a
 * pair.
 */
const PRICE = /\s*([^]+?)\s*:\s*(\d+(?:\.\d+)?)\s*(?:,|$)/y

/** Parses `Cat A:45.00,Cat B:30.00` into minor units of the currency. */
export function pricesOf(text: string | undefined, currency: string): Record<string, bigint> {
  const given = text ?? ''
  const prices = new Map<string, bigint>()
  let end = 0
  while (end < given.length) {
    PRICE.lastIndex = end
    const [all, category, amount] = PRICE.exec(given) ?? []
    if (!all || !category || !amount) throw malformed('prices', 'must read Cat A:45.00,Cat B:30.00')
    prices.set(category, BigInt(parseMoney(amount, currency as Currency).amountMinor))
    end += all.length
  }
  return Object.fromEntries(prices)
}

function malformed(parameter: string, detail: string): DomainError {
  return invalidRequest([{ in: 'query', pointer: `#/${parameter}`, detail }])
}
