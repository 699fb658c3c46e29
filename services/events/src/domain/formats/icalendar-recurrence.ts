import ICAL from 'ical.js'
import { daysSinceEpoch, type LocalTime } from './local-time.ts'

/** A rule that goes on for ever is followed this far: 27 years of days, 13 months of hours. */
const STEPS_MAX = 10_000

export interface Recurrence {
  readonly rule: ICAL.Recur
  readonly start: ICAL.Time
}

/**
 * Why a rule is not followed; undefined when it is. The library would look for ever for what some
 * rules describe and no calendar has, so only shapes that it can walk are given to it.
 */
export function refusalOf({ rule, start }: Recurrence): string | undefined {
  const { freq, parts, interval } = rule
  if (!/^(MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(freq)) {
    return `recurs ${freq.toLowerCase()}: only minutes and longer are followed`
  }
  const isWithinDay = freq === 'MINUTELY' || freq === 'HOURLY'
  if (isWithinDay && start.isDate) return 'recurs within a day that has no time'
  const rare = rareParts.find((part) => Object.hasOwn(parts, part))
  if (rare !== undefined) return `recurs by ${rare}, which is not followed`
  const has = (part: keyof typeof parts) => Object.hasOwn(parts, part)
  const isShort = isWithinDay || freq === 'DAILY' || freq === 'WEEKLY'
  const isNth = has('BYDAY') && [parts.BYDAY].flat().some((day) => /\d/.test(String(day)))
  const isTwice = has('BYDAY') && has('BYMONTHDAY')
  const times = [parts.BYHOUR ?? [], parts.BYMINUTE ?? []].map((part) => [part].flat().length)
  // The library takes one time of a day in a year, and counts days where a set has times.
  const isCrowded = times.some((count) => count > (freq === 'YEARLY' || has('BYSETPOS') ? 1 : 60))
  const isOdd = isShort ? isNth || has('BYSETPOS') : isTwice && (isNth || has('BYSETPOS'))
  return isOdd || isCrowded || !(interval > 0) ? 'recurs by a rule that is not followed' : undefined
}

const rareParts = ['BYSECOND', 'BYWEEKNO', 'BYYEARDAY']

/**
 * The local times of a rule. Parts that only take days away are left to us: the iterator would
 * look for ever for the 31st of February.
 */
export function* occurrences({ rule, start }: Recurrence): Iterable<ICAL.Time> {
  const relaxed = rule.clone()
  relaxed.count = null
  const taken = takenFrom(rule)
  for (const part of taken) delete relaxed.parts[part]
  for (const part of ['BYHOUR', 'BYMINUTE'] as const) {
    // A day has no hours, and the iterator takes them as they stand.
    if (start.isDate) delete relaxed.parts[part]
    else if (relaxed.parts[part]) relaxed.parts[part] = inOrder(relaxed.parts[part])
  }
  const iterator = relaxed.iterator(start)
  let found = 0
  for (let step = 0; step < STEPS_MAX; step++) {
    const time = iterator.next()
    if (!time || (rule.count && found >= rule.count)) return
    const isTaken = (part: Part) => passes(time, part, rule)
    if (!taken.every(isTaken) || !exact.every(isTaken)) continue
    found++
    yield time.clone()
  }
}

function inOrder(times: unknown): number[] {
  return [times]
    .flat()
    .map(Number)
    .sort((a, b) => a - b)
}

/** The 30th of February is none: not the 2nd of March either. */
const exact: readonly Part[] = ['BYMONTH', 'BYMONTHDAY']

type Part = 'BYMONTH' | 'BYMONTHDAY' | 'BYDAY' | 'BYHOUR' | 'BYMINUTE'

/** The parts that are looked at here instead. */
function takenFrom({ freq, parts }: ICAL.Recur): readonly Part[] {
  const day: readonly Part[] = ['BYMONTH', 'BYMONTHDAY', 'BYDAY']
  if (freq === 'MINUTELY') return [...day, 'BYHOUR', 'BYMINUTE']
  if (freq === 'HOURLY') return [...day, 'BYHOUR']
  if (freq === 'DAILY') return day
  if (freq === 'WEEKLY') return ['BYMONTH']
  const month: readonly Part[] = freq === 'MONTHLY' ? ['BYMONTH'] : []
  return Object.hasOwn(parts, 'BYDAY') ? [...month, 'BYMONTHDAY'] : month
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

function passes(time: ICAL.Time, part: Part, { parts }: ICAL.Recur): boolean {
  const allowed = parts[part]
  if (!Array.isArray(allowed) || allowed.length === 0) return true
  const values = allowed.map(String)
  if (part === 'BYMINUTE') return values.includes(String(time.minute))
  if (part === 'BYHOUR') return values.includes(String(time.hour))
  if (part === 'BYMONTH') return values.includes(String(time.month))
  if (part === 'BYDAY') return values.includes(weekdays[weekday(localOf(time))] ?? '')
  const fromEnd = time.day - ICAL.Time.daysInMonth(time.month, time.year) - 1
  return values.includes(String(time.day)) || values.includes(String(fromEnd))
}

/** 1 January 1970 was a Thursday. */
function weekday(date: LocalTime): number {
  return (((daysSinceEpoch(date) + 4) % 7) + 7) % 7
}

/** What the calendar's time shows, whatever its zone. */
export function localOf({ year, month, day, hour, minute, second }: ICAL.Time): LocalTime {
  return { year, month, day, hour, minute, second }
}
