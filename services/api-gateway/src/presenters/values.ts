import { type Currency, formatMoney } from '@usher/kernel'

/** ISO 4217's code for "no currency": what nothing was ever sold in. */
const NO_CURRENCY = 'XXX'

/** Minor units as decimal text: 15000 in EUR is `150.00`. */
export function amount(minor: bigint, currency: string): string {
  return formatMoney({
    amountMinor: Number(minor),
    currency: (currency || NO_CURRENCY) as Currency,
  })
}

/** Milliseconds as `2026-11-23T20:00:00.000Z`. */
export function instant(ms: bigint): string {
  return new Date(Number(ms)).toISOString()
}

/** As `instant`; null for the zero that stands for "never". */
export function instantOrNull(ms: bigint): string | null {
  return ms === 0n ? null : instant(ms)
}

export function unixSeconds(ms: bigint): number {
  return Math.floor(Number(ms) / 1000)
}

/** Proto has no null: an empty text stands for it. */
export function orNull(text: string): string | null {
  return text === '' ? null : text
}

/** The milliseconds of an ISO 8601 text that a schema has checked. */
export function milliseconds(text: string): bigint {
  return BigInt(Date.parse(text))
}

/** The names of a proto enum's values, by number. */
export function namesOf<const Names extends Record<string, number>>(
  values: Names,
): (value: number) => Exclude<keyof Names, 'UNSPECIFIED'> & string {
  const names = Object.keys(values).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  return (value) => (names[value] ?? '') as Exclude<keyof Names, 'UNSPECIFIED'> & string
}
