import { isLocalTime, type LocalTime } from './local-time.ts'
import { isoWhen, type When } from './when.ts'

/** Which of two numbers is the day: `day-first` or `month-first`. */
export const dateSequences = ['day-first', 'month-first'] as const
export type DateSequence = (typeof dateSequences)[number]

const NUMERIC = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?=$|[\sT,])/
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=$|[\sT,])/
const CJK = /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日/
const SERIAL = /^(\d{5})(?:[.,](\d+))?$/

/**
 * Which number is the day in a column of dates: in one of them a number above 12 shows it, and dots
 * always mean that the day comes first. `ambiguous` when none does, `mixed` when they disagree.
 */
export function sequenceOf(texts: Iterable<string>): DateSequence | 'ambiguous' | 'mixed' | 'none' {
  const seen = new Set<DateSequence>()
  let isNumeric = false
  for (const text of texts) {
    const [, first = '', mark, second = ''] = NUMERIC.exec(text.trim()) ?? []
    if (mark === undefined) continue
    isNumeric = true
    if (mark === '.' || Number(first) > 12) seen.add('day-first')
    else if (Number(second) > 12) seen.add('month-first')
  }
  if (seen.size > 1) return 'mixed'
  return [...seen][0] ?? (isNumeric ? 'ambiguous' : 'none')
}

/**
 * Reads a date as people and spreadsheets write it, with or without a time of day; undefined for
 * what is no date.
 */
export function readDate(text: string, sequence: DateSequence): When | undefined {
  const plain = text.trim()
  const iso = isoWhen(plain)
  if (iso) return iso
  const found = datePart(plain, sequence) ?? serialDate(plain)
  if (!found) return undefined
  const rest = found.rest.replace(/^[\s,T]+(um|at|a las|à|alle|às)?\s*/i, '')
  const time = rest === '' ? found.time : readTime(rest)
  if (rest !== '' && !time) return undefined
  const local = { ...found.date, ...(time ?? midnight) }
  return isLocalTime(local) ? { local, dateOnly: time === undefined } : undefined
}

type Day = Pick<LocalTime, 'year' | 'month' | 'day'>
export type TimeOfDay = Pick<LocalTime, 'hour' | 'minute' | 'second'>

const midnight: TimeOfDay = { hour: 0, minute: 0, second: 0 }

interface Found {
  readonly date: Day
  readonly rest: string
  readonly time?: TimeOfDay
}

function datePart(text: string, sequence: DateSequence): Found | undefined {
  const big = YEAR_FIRST.exec(text) ?? CJK.exec(text)
  if (big) return foundDate(text, big, { year: big[1], month: big[2], day: big[3] })
  const small = NUMERIC.exec(text)
  if (!small) return namedDate(text)
  const [first, second] = [small[1], small[3]]
  const isDayFirst = small[2] === '.' || sequence === 'day-first'
  const [day, month] = isDayFirst ? [first, second] : [second, first]
  return foundDate(text, small, { year: fullYear(small[4] ?? ''), month, day })
}

function foundDate(
  text: string,
  match: RegExpExecArray,
  parts: { year: string | undefined; month: string | undefined; day: string | undefined },
): Found {
  const { year, month, day } = parts
  const date = { year: Number(year), month: Number(month), day: Number(day) }
  return { date, rest: text.slice(match[0].length) }
}

/** Two digits are a year of this century: events that are sold are not of the one before. */
function fullYear(year: string): string {
  return year.length === 2 ? `20${year}` : year
}

const WEEKDAY = /^\p{L}+\.?,\s*|^\p{L}+\.?\s+(?=\d)/u
const DAY = '(\\d{1,2})(?:st|nd|rd|th|\\.|º|er)?'
const DAY_FIRST_NAMED = new RegExp(
  `^${DAY}[\\s-]+(?:de\\s+|of\\s+)?(\\p{L}+)\\.?,?[\\s-]+(?:de\\s+|del\\s+)?(\\d{4})`,
  'iu',
)
const MONTH_FIRST_NAMED = /^(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})/u

/** `Sat, 12 December 2026`, `December 12, 2026`, `12 de diciembre de 2026`. */
function namedDate(text: string): Found | undefined {
  const bare = MONTH_FIRST_NAMED.test(text) ? text : text.replace(WEEKDAY, '')
  const dayFirst = DAY_FIRST_NAMED.exec(bare)
  const monthFirst = dayFirst ? null : MONTH_FIRST_NAMED.exec(bare)
  const [match, day, name, year] = dayFirst
    ? [dayFirst, dayFirst[1], dayFirst[2], dayFirst[3]]
    : [monthFirst, monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]]
  const month = monthsByName().get((name ?? '').toLowerCase())
  return match && month ? foundDate(bare, match, { year, month: String(month), day }) : undefined
}

let months: ReadonlyMap<string, number> | undefined

function monthsByName(): ReadonlyMap<string, number> {
  months ??= new Map(['en', 'es', 'fr', 'de', 'it', 'pt'].flatMap(monthNames))
  return months
}

const MONTH_MS = 30.4375 * 86_400_000

function monthNames(language: string): (readonly [string, number])[] {
  return (['long', 'short'] as const).flatMap((month) => {
    const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' })
    return Array.from({ length: 12 }, (_, index) => {
      const name = format.format((index + 0.5) * MONTH_MS).toLowerCase()
      return [name.replace(/\.$/, ''), index + 1] as const
    })
  })
}

/** Days since 1899-12-30, as spreadsheets count them; undefined outside the years 1982 to 2119. */
function serialDate(text: string): Found | undefined {
  const [match, days, fraction] = SERIAL.exec(text) ?? []
  if (match === undefined || Number(days) < 30_000 || Number(days) > 80_000) return undefined
  const date = civilDay(Number(days) - 25_569)
  const minutes = Math.round(Number(`0.${fraction ?? '0'}`) * 1440)
  const time = { hour: Math.floor(minutes / 60), minute: minutes % 60, second: 0 }
  return fraction === undefined ? { date, rest: '' } : { date, rest: '', time }
}

/** Howard Hinnant's civil_from_days (https://howardhinnant.github.io/date_algorithms.html). */
function civilDay(daysSinceEpoch: number): Day {
  const shifted = daysSinceEpoch + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524)
  const yearOfEra = Math.floor((dayOfEra - leaps + Math.floor(dayOfEra / 146_096)) / 365)
  const yearDays = 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  const dayOfYear = dayOfEra - yearDays
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

const CLOCK = '(\\d{1,2})(?:\\s*[:.h點点時时]\\s*(\\d{2})?(?:[:.](\\d{2}))?(?:\\.\\d+)?)?\\s*分?'
const HALF = '(a\\.?\\s?m\\.?|p\\.?\\s?m\\.?)'
const WORD = '(?:h|hs|hrs|uhr|horas?|heures?)'
const TIME = new RegExp(`^(上午|下午|晚上)?\\s*${CLOCK}\\s*${HALF}?\\s*${WORD}?\\.?$`, 'i')

/** Reads `19:30`, `7:30 PM`, `19h30`, `20.00 Uhr`, `下午7:30`, `0.8125`; undefined for no time. */
export function readTime(text: string): TimeOfDay | undefined {
  const plain = text.trim()
  if (/^0[.,]\d{3,}$/.test(plain)) return serialDate(`40000${plain.slice(1)}`)?.time
  const match = TIME.exec(plain)
  if (!match || /^\d{1,2}$/.test(plain)) return undefined
  const [, chinese, hours, minute, second, half = ''] = match
  const isLate = /^p/i.test(half) || chinese === '下午' || chinese === '晚上'
  const isEarly = /^a/i.test(half) || chinese === '上午'
  const twelve = Number(hours) % 12
  const hour = isLate ? twelve + 12 : isEarly ? twelve : Number(hours)
  if ((isLate || isEarly) && (Number(hours) > 12 || hours === '0')) return undefined
  const time = { hour, minute: Number(minute ?? 0), second: Number(second ?? 0) }
  return isLocalTime({ year: 2000, month: 1, day: 1, ...time }) ? time : undefined
}
