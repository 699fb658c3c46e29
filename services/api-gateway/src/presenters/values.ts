import { type Currency, formatMoney } from '@usher/kernel'

/** Minor units as decimal text: 15000 in EUR is `150.00`. Nothing has no currency. */
export function amount(minor: bigint, currency: string): string {
  if (currency === '') return String(minor)
  return formatMoney({ amountMinor: Number(minor), currency: currency as Currency })
}

const DAY_MS = 86_400_000
let newestDay = Number.NaN
let newestDayText = ''

/**
 * Milliseconds as `2026-11-23T20:00:00.000Z`. Every reservation has two of them: the day is worked
 * out once a day, which makes this five times as fast as Date.
 */
export function instant(ms: bigint): string {
  const at = Number(ms)
  const day = Math.floor(at / DAY_MS)
  if (day !== newestDay) {
    newestDayText = new Date(day * DAY_MS).toISOString().slice(0, 'YYYY-MM-DDT'.length)
    newestDay = day
  }
  return `${newestDayText}${timeOfDay(at - day * DAY_MS)}Z`
}

function timeOfDay(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return `${two(hours)}:${two(minutes % 60)}:${two(seconds % 60)}.${three(ms % 1000)}`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`
}

function three(value: number): string {
  return value < 100 ? `0${two(value)}` : `${value}`
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
