import ICAL from 'ical.js'
import { daysSinceEpoch, type LocalTime } from './local-time.ts'

/** A rule that goes on for ever is followed this far: more than fifty years of days. */
const STEPS_MAX = 20_000

export interface Recurrence {
  readonly rule: ICAL.Recur
  readonly start: ICAL.Time
}

/** Why a rule cannot be followed; undefined when it can. */
export function refusalOf({ freq, parts }: ICAL.Recur): string | undefined {
  if (!/^(DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(freq)) {
    return `recurs ${freq.toLowerCase()}: only days, weeks, months and years are followed`
  }
  const fine = ['BYHOUR', 'BYMINUTE', 'BYSECOND'].find((part) => Object.hasOwn(parts, part))
  if (fine !== undefined) return `recurs by ${fine}, which is not followed`
  return freq === 'DAILY' && Object.hasOwn(parts, 'BYSETPOS')
    ? 'recurs by BYSETPOS of days'
    : undefined
}

/**
 * The local times of a rule. Parts that only take days away are left to us: the iterator would
 * look for ever for the 31st of February.
 */
export function* occurrences({ rule, start }: Recurrence): Iterable<ICAL.Time> {
  const relaxed = rule.clone()
  relaxed.count = null
  const taken = takenAway[rule.freq] ?? []
  for (const part of taken) delete relaxed.parts[part]
  const iterator = relaxed.iterator(start)
  let found = 0
  for (let step = 0; step < STEPS_MAX; step++) {
    const time = iterator.next()
    if (!time || (rule.count && found >= rule.count)) return
    if (!taken.every((part) => passes(time, part, rule))) continue
    found++
    yield time.clone()
  }
}

type Part = 'BYMONTH' | 'BYMONTHDAY' | 'BYDAY'

const takenAway: Readonly<Record<string, readonly Part[]>> = {
  DAILY: ['BYMONTH', 'BYMONTHDAY', 'BYDAY'],
  WEEKLY: ['BYMONTH'],
  MONTHLY: ['BYMONTH'],
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
