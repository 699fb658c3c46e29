import { dateTimeFormat } from '@usher/kernel'

/** What calendar and clock show somewhere. Months count from 1. */
export interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const SECOND_MS = 1000
const DAY_MS = 86_400_000

/**
 * The moment at which clocks in `timeZone` show `local`. When they show it twice, the first; when
 * they skip it, as long after as they skip: what Temporal calls compatible. Zones are IANA names.
 */
export function momentOf(local: LocalTime, timeZone: string): number {
  const asUtcMs = utcMs(local)
  const before = offsetMs(asUtcMs - DAY_MS, timeZone)
  const after = offsetMs(asUtcMs + DAY_MS, timeZone)
  const fits = [before, after].filter((ms) => offsetMs(asUtcMs - ms, timeZone) === ms)
  return asUtcMs - (fits.length > 0 ? Math.max(...fits) : before)
}

/** What clocks in `timeZone` show at a moment. */
export function localTimeAt(atMs: number, timeZone: string): LocalTime {
  const found = new Map(
    formatIn(timeZone)
      .formatToParts(atMs)
      .map((part) => [part.type, part.value]),
  )
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(found.get(type))
  const year = found.get('era') === 'BC' ? 1 - number('year') : number('year')
  return {
    year,
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
  }
}

/** Milliseconds since the Unix epoch of a time in UTC. */
export function utcMs({ year, month, day, hour, minute, second }: LocalTime): number {
  return (
    daysSinceEpoch({ year, month, day }) * DAY_MS + ((hour * 60 + minute) * 60 + second) * SECOND_MS
  )
}

/** How far the clocks of a zone are ahead of UTC. */
function offsetMs(atMs: number, timeZone: string): number {
  const wholeMs = Math.floor(atMs / SECOND_MS) * SECOND_MS
  return utcMs(localTimeAt(wholeMs, timeZone)) - wholeMs
}

/** Howard Hinnant's days_from_civil (https://howardhinnant.github.io/date_algorithms.html). */
export function daysSinceEpoch(date: { year: number; month: number; day: number }): number {
  const { month, day } = date
  const year = month <= 2 ? date.year - 1 : date.year
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** False for 31 April and for 25 o'clock; 24:00 is midnight of the next day. */
export function isLocalTime({ year, month, day, hour, minute, second }: LocalTime): boolean {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1)) return false
  if (day > daysInMonth(year, month)) return false
  if (hour === 24 && minute === 0 && second === 0) return true
  return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60
}

export function daysInMonth(year: number, month: number): number {
  const next =
    month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 }
  return daysSinceEpoch(next) - daysSinceEpoch({ year, month, day: 1 })
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  return dateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
}
