import { type DateSequence, readDate, readTime, type TimeOfDay } from './date-text.ts'
import { type EventDraft, geoPoint, type Reading } from './event-draft.ts'
import type { EventField } from './field-names.ts'
import { shown } from './problems.ts'
import { ianaZone } from './time-zones.ts'
import { isSameDay, type When } from './when.ts'

/** A line of a table, or an object of a list, by our fields. Absent is empty. */
export interface EventRecord {
  readonly where: string
  readonly text: (field: EventField) => string
  /** The file has dates and times in two places: a date without its time has none. */
  readonly hasTimes: boolean
}

export interface Sequences {
  readonly start: DateSequence
  readonly end: DateSequence
}

/** The event of one record; undefined, with the reason in `skipped`, when it has no date. */
export function readRecord(
  record: EventRecord,
  { sequences, reading }: { sequences: Sequences; reading: Reading },
): EventDraft | undefined {
  const { where, text } = record
  const start = startOf(record, sequences)
  if (!start) {
    const found = text('start')
    const reason = found === '' ? 'has no date' : `${shown(found)} is no date`
    reading.skipped.add(where, reason)
    return undefined
  }
  const minutes = /^\d{1,4}$/.test(text('duration')) ? Number(text('duration')) : 0
  return {
    where,
    ...textsOf(text),
    start,
    end: endOf(record, start, sequences),
    durationMs: minutes > 0 ? minutes * 60_000 : undefined,
    place: placeOf(text),
  }
}

function textsOf(text: EventRecord['text']) {
  return {
    id: text('id'),
    name: text('name'),
    description: text('description'),
    category: text('category'),
    imageUrl: text('image'),
    language: text('language'),
    price: text('price'),
    currency: text('currency'),
    isFree: isYes(text('free')),
    isCancelled: cancelled.test(text('status')),
  }
}

const cancelled = /cancel|abgesagt|entf(ä|ae)llt|annul|annullat|取消/i

function isYes(text: string): boolean {
  return /^(1|x|y|yes|true|s|si|sí|ja|oui|sim|是)$/i.test(text.trim())
}

function startOf({ text, hasTimes }: EventRecord, sequences: Sequences): When | undefined {
  const date = readDate(text('start'), sequences.start)
  const zone = ianaZone(text('time_zone'))
  const when = date && withTime(date, { time: readTime(text('start_time')), hasTimes })
  return when && zone ? { ...when, timeZone: zone } : when
}

function endOf({ text }: EventRecord, start: When, sequences: Sequences): When | undefined {
  const date = readDate(text('end'), sequences.end)
  const time = readTime(text('end_time')) ?? (date ? undefined : readTime(text('end')))
  const zone = start.timeZone === undefined ? {} : { timeZone: start.timeZone }
  if (date) return { ...withTime(date, { time, hasTimes: false }), ...zone }
  if (!time) return undefined
  const sameDay = { local: { ...start.local, ...time }, dateOnly: false, ...zone }
  return isSameDay(sameDay, start) ? sameDay : undefined
}

function withTime(
  date: When,
  { time, hasTimes }: { time: TimeOfDay | undefined; hasTimes: boolean },
): When {
  if (time) return { ...date, local: { ...date.local, ...time }, dateOnly: false }
  const { hour, minute, second } = date.local
  const isMidnight = hour === 0 && minute === 0 && second === 0
  return hasTimes && isMidnight ? { ...date, dateOnly: true } : date
}

function placeOf(text: EventRecord['text']): EventDraft['place'] {
  const number = text('house_number').replace(/^0+$/, '')
  const street = [text('street_type'), text('address'), number]
  return {
    name: text('venue'),
    address: street.filter(Boolean).join(' '),
    postalCode: text('postal_code'),
    city: text('city') || undefined,
    region: text('region') || undefined,
    country: text('country') || undefined,
    location: pointOf(text('latitude'), text('longitude')),
  }
}

function pointOf(latitude: string, longitude: string) {
  if (latitude === '' || longitude === '') return undefined
  return geoPoint(decimal(latitude), decimal(longitude))
}

function decimal(text: string): number {
  return /^[+-]?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN
}
