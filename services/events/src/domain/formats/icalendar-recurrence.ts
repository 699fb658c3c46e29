import ICAL from 'ical.js'
import { daysSinceEpoch, type LocalTime } from './local-time.ts'

/** A rule that goes on for ever is followed this far: 27 years of days. */
const STEPS_MAX = 10_000

export interface Recurrence {
  readonly rule: ICAL.Recur
  readonly start: ICAL.Time
}

/**
 * Why a rule is not followed; undefined when it is. The library would look for ever for what some
 * rules describe and no calendar has, so only shapes that it can walk are given to it.
 */
export function refusalOf({ freq, parts, interval }: ICAL.Recur): string | undefined {
  if (!/^(DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(freq)) {
    return `recurs ${freq.toLowerCase()}: only days, weeks, months and years are followed`
  }
  const rare = rareParts.find((part) => Object.hasOwn(parts, part))
  if (rare !== undefined) return `recurs by ${rare}, which is not followed`
  const has = (part: Part | 'BYSETPOS') => Object.hasOwn(parts, part)
  const isShort = freq === 'DAILY' || freq === 'WEEKLY'
  const isNth = has('BYDAY') && [parts.BYDAY].flat().some((day) => /\d/.test(String(day)))
  const isTwice = has('BYDAY') && has('BYMONTHDAY')
  const isOdd = isShort ? isNth || has('BYSETPOS') : isTwice && (isNth || has('BYSETPOS'))
  return isOdd || !(interval > 0) ? 'recurs by a rule that is not followed' : undefined
}

const rareParts = ['BYHOUR', 'BYMINUTE', 'BYSECOND', 'BYWEEKNO', 'BYYEARDAY']

/**
 * The local times of a rule. Parts that only take days away are left to us: the iterator would
 * look for ever for the 31st of February.
 */
export function* occurrences({ rule, start }: Recurrence): Iterable<ICAL.Time> {
  const relaxed = rule.clone()
  relaxed.count = null
  const taken = takenFrom(rule)
  for (const part of taken) delete relaxed.parts[part]
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

/** The 30th of February is none: not the 2nd of March either. */
const exact: readonly Part[] = ['BYMONTH', 'BYMONTHDAY']

type Part = 'BYMONTH' | 'BYMONTHDAY' | 'BYDAY'

/** The parts that are looked at here instead. */
function takenFrom({ freq, parts }: ICAL.Recur): readonly Part[] {
  if (freq === 'DAILY') return ['BYMONTH', 'BYMONTHDAY', 'BYDAY']
  if (freq === 'WEEKLY') return ['BYMONTH']
  const month: readonly Part[] = freq === 'MONTHLY' ? ['BYMONTH'] : []
  return Object.hasOwn(parts, 'BYDAY') ? [...month, 'BYMONTHDAY'] : month
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

function passes(time: ICAL.Time, part: Part, { parts }: ICAL.Recur): boolean {
  const allowed = parts[part]
  if (!Array.isArray(allowed) || allowed.length === 0) return true
  const values = allowed.map(String)
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
