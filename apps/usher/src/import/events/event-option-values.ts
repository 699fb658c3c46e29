import { countryCode, eventFormats, isZone } from '@usher/events/event-files'
import { type Currency, isDomainError, parseCurrency, parseMoney } from '@usher/kernel'
import { choiceOption, UsageError, wholeNumberOption } from '../../cli/arguments.ts'
import type { EventImportOptions } from './import-options.ts'

/** The options of `usher import events` as they were written. */
export interface WrittenOptions {
  readonly format: string | undefined
  readonly columns: string | undefined
  readonly dates: string | undefined
  readonly 'time-zone': string | undefined
  readonly city: string | undefined
  readonly country: string | undefined
  readonly language: string | undefined
  readonly currency: string | undefined
  readonly category: string | undefined
  readonly capacity: string | undefined
  readonly price: string | undefined
  readonly publish: boolean
  readonly since: string | undefined
  readonly upcoming: boolean
  readonly 'dry-run': boolean
}

const CAPACITY_MAX = 1_000_000
const dateSequences = ['day-first', 'month-first'] as const

/** Checks every option before a file is opened. Throws UsageError naming the option. */
export function eventImportOptions(
  files: readonly string[],
  written: WrittenOptions,
  nowMs: number,
): EventImportOptions {
  if (files.length === 0) throw new UsageError('say which files: usher import events FILE…')
  const { format, dates, capacity, publish } = written
  const currency = written.currency === undefined ? undefined : currencyOf(written.currency)
  return {
    files,
    format: format === undefined ? undefined : choiceOption('format', format, eventFormats),
    columns: columnsOf(written.columns),
    dates: dates === undefined ? undefined : choiceOption('dates', dates, dateSequences),
    defaults: {
      timeZone: zoneOf(written['time-zone']),
      city: written.city?.trim(),
      country: countryOf(written.country),
      language: written.language?.trim(),
      category: written.category?.trim(),
      currency,
    },
    capacity:
      capacity === undefined
        ? undefined
        : wholeNumberOption('capacity', capacity, { min: 1, max: CAPACITY_MAX }),
    price: priceOf(written.price, written.capacity, currency),
    publish,
    sinceMs: sinceMs(written, nowMs),
    dryRun: written['dry-run'],
  }
}

/** A comma ends a pair only where another begins. */
function columnsOf(text: string | undefined): Record<string, string> {
  const pairs = text === undefined ? [] : text.split(/,(?=\s*[a-z_]+:)/)
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, ours, theirs] = /^\s*([a-z_]+):([^]*)$/.exec(pair) ?? []
      if (ours !== undefined && theirs !== undefined) return [ours, theirs.trim()]
      throw new UsageError('--columns reads like "name:Titel,start:Datum"')
    }),
  )
}

function zoneOf(text: string | undefined): string | undefined {
  if (text === undefined || isZone(text)) return text
  throw new UsageError(`--time-zone is an IANA zone such as Europe/Madrid, not "${text}"`)
}

function countryOf(text: string | undefined): string | undefined {
  const code = text === undefined ? undefined : countryCode(text)
  if (text === undefined || code !== undefined) return code
  throw new UsageError(`--country is an ISO 3166-1 code such as ES, not "${text}"`)
}

function currencyOf(text: string): Currency {
  try {
    return parseCurrency(text.toUpperCase())
  } catch (error) {
    if (!isDomainError(error)) throw error
    throw new UsageError(`--currency is an ISO 4217 code such as EUR, not "${text}"`)
  }
}

function priceOf(
  price: string | undefined,
  capacity: string | undefined,
  currency: Currency | undefined,
): string | undefined {
  if (price === undefined) return undefined
  if (capacity === undefined) throw new UsageError('--price goes together with --capacity')
  try {
    parseMoney(price, currency ?? ('EUR' as Currency))
    return price
  } catch (error) {
    if (!isDomainError(error)) throw error
    throw new UsageError(`--price is an amount such as 20.00, not "${price}"`)
  }
}

function sinceMs({ since, upcoming }: WrittenOptions, nowMs: number): number | undefined {
  if (since === undefined) return upcoming ? nowMs : undefined
  if (upcoming) throw new UsageError('--since and --upcoming exclude each other')
  const ms = /^\d{4}-\d\d-\d\d(T.*)?$/.test(since) ? Date.parse(since) : Number.NaN
  if (Number.isFinite(ms)) return ms
  throw new UsageError(`--since is a date such as 2026-09-01, not "${since}"`)
}
