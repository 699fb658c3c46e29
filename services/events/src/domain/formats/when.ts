import type { LocalTime } from './local-time.ts'
import { daysSinceEpoch, isLocalTime, utcMs } from './local-time.ts'

/** A time as a file says it: a moment, or what clocks at the place will show. */
export interface When {
  readonly local: LocalTime
  /** Minutes ahead of UTC, when the file says so: then it is a moment. */
  readonly offsetMinutes?: number
  /** The zone that the file names, resolved. */
  readonly timeZone?: string
  /** The file has the day alone. */
  readonly dateOnly: boolean
}

const DATE = '([+-]?\\d{4,6})-?(\\d\\d)-?(\\d\\d)'
const TIME = '(\\d\\d)(?::?(\\d\\d)(?::?(\\d\\d)(?:[.,]\\d{1,9})?)?)?'
const ZONE = '(Z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?)'
const ISO = new RegExp(`^${DATE}(?:[T\\s]+${TIME}\\s*${ZONE}?(?:\\[[^\\]]*\\])?)?$`, 'i')

/** Reads ISO 8601 and RFC 3339, with a blank for the T too; undefined for anything else. */
export function isoWhen(text: string): When | undefined {
  const match = ISO.exec(text.trim())
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, zone] = match
  const local = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
  }
  if (!isLocalTime(local)) return undefined
  const offset = zone === undefined ? undefined : offsetMinutesOf(zone)
  const when = { local, dateOnly: hour === undefined }
  return offset === undefined ? when : { ...when, offsetMinutes: offset }
}

function offsetMinutesOf(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  if (!match) return 0
  const size = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return match[1] === '-' ? -size : size
}

/** The moment of a time that has an offset. */
export function momentWithOffset({ local, offsetMinutes = 0 }: When): number {
  return utcMs(local) - offsetMinutes * 60_000
}

/** A time without its zone, to compare and to name things by: `2026-03-01T19:30`. */
export function whenText({ local, offsetMinutes, dateOnly }: When): string {
  const { year, month, day, hour, minute, second } = local
  const two = (value: number) => String(value).padStart(2, '0')
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
  if (dateOnly) return date
  const seconds = second === 0 ? '' : `:${two(second)}`
  return `${date}T${two(hour)}:${two(minute)}${seconds}${offsetMinutes === undefined ? '' : 'Z'}`
}

export function isSameDay(a: When, b: When): boolean {
  return daysSinceEpoch(a.local) === daysSinceEpoch(b.local)
}
