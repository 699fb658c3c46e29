import { readDate, readTime } from './date-text.ts'
import type { EventDraft, Reading } from './event-draft.ts'
import { asList, asText, fieldIn, isObject, type JsonObject } from './parse-json.ts'
import { shown } from './problems.ts'
import { isUsState } from './time-zones.ts'

/** True for programmes as the archive of the New York Philharmonic publishes them. */
export function isPhilharmonic(document: unknown): boolean {
  const [first] = isObject(document) ? asList(fieldIn(document, 'programs')) : []
  return isObject(first) && Object.hasOwn(first, 'concerts') && Object.hasOwn(first, 'works')
}

/** One event for each concert of each programme. */
export function readPhilharmonic(document: unknown, reading: Reading): EventDraft[] {
  const programs = isObject(document) ? asList(fieldIn(document, 'programs')) : []
  return programs.flatMap((program, index) =>
    isObject(program) ? concertsOf(program, { where: `programs[${index}]`, reading }) : [],
  )
}

function concertsOf(
  program: JsonObject,
  { where, reading }: { where: string; reading: Reading },
): EventDraft[] {
  const works = asList(fieldIn(program, 'works')).filter(isObject)
  const texts = { name: nameOf(program, works), description: worksText(works), language: 'en' }
  const seen = new Map<string, number>()
  return asList(fieldIn(program, 'concerts')).flatMap((concert, index) => {
    const at = `${where}.concerts[${index}]`
    if (!isObject(concert)) return []
    const start = startOf(concert)
    if (!start) {
      reading.skipped.add(at, `Date ${shown(asText(fieldIn(concert, 'Date')))} is no date`)
      return []
    }
    const day = asText(fieldIn(concert, 'Date')).slice(0, 10)
    const nth = (seen.get(day) ?? 0) + 1
    seen.set(day, nth)
    const eventType = asText(fieldIn(concert, 'eventType'))
    const name = works.length > 0 ? texts.name : `${texts.name}: ${eventType}`
    const id = `${asText(fieldIn(program, 'id'))}/${day}/${nth}`
    return { where: at, ...texts, name, id, start, category: eventType, place: placeOf(concert) }
  })
}

/** `Date` is the day, as midnight in New York; `Time` may be "None". */
function startOf(concert: JsonObject) {
  const day = readDate(asText(fieldIn(concert, 'Date')).slice(0, 10), 'day-first')
  const time = readTime(asText(fieldIn(concert, 'Time')))
  return day && time ? { ...day, local: { ...day.local, ...time }, dateOnly: false } : day
}

/** `Manhattan, NY` and `Tokyo, JAPAN`; `Singapore` is both. */
function placeOf(concert: JsonObject): EventDraft['place'] {
  const name = asText(fieldIn(concert, 'Venue'))
  const [city = '', rest] = asText(fieldIn(concert, 'Location')).split(/,\s*(?=[^,]*$)/)
  if (rest === undefined) return { name, city: city || undefined, country: city || undefined }
  if (isUsState(rest)) return { name, city, region: rest, country: 'US' }
  return { name, city, country: rest === 'PUERTO RICO' ? 'PR' : rest }
}

const COMPOSERS_NAMED_MAX = 3

/** `New York Philharmonic: Mozart, Mahler (Michael Tilson Thomas)` */
function nameOf(program: JsonObject, works: readonly JsonObject[]): string {
  const named = (key: string) =>
    [...new Set(works.map((work) => asText(fieldIn(work, key))))].filter(Boolean)
  const composers = named('composerName').map((name) => name.split(',')[0] ?? name)
  const [conductor] = named('conductorName')
  const shownComposers = composers.slice(0, COMPOSERS_NAMED_MAX).join(', ')
  const more = composers.length > COMPOSERS_NAMED_MAX ? ' and others' : ''
  const by = conductor ? ` (${firstNameFirst(conductor)})` : ''
  const orchestra = asText(fieldIn(program, 'orchestra')) || 'Concert'
  return composers.length > 0 ? `${orchestra}: ${shownComposers}${more}${by}` : orchestra
}

/** `Thomas, Michael Tilson` is Michael Tilson Thomas. */
function firstNameFirst(name: string): string {
  const [last = '', first] = name.replaceAll(/\s+/g, ' ').replace(/,\s*$/, '').split(', ')
  return first ? `${first} ${last}` : last
}

function worksText(works: readonly JsonObject[]): string {
  return works.map(workText).filter(Boolean).join('\n')
}

/** A title may be in parts, of which some were set in italics: `{ "_": …, "em": … }`. */
function workText(work: JsonObject): string {
  const title = titleOf(fieldIn(work, 'workTitle'))
  if (title === '') return asText(fieldIn(work, 'interval'))
  const movement = titleOf(fieldIn(work, 'movement'))
  const composer = firstNameFirst(asText(fieldIn(work, 'composerName')))
  const soloists = asList(fieldIn(work, 'soloists')).filter(isObject).map(soloistText)
  const played = soloists.length > 0 ? ` (${soloists.join('; ')})` : ''
  return `${composer}: ${title}${movement ? `, ${movement}` : ''}${played}`
}

function titleOf(value: unknown): string {
  if (!isObject(value)) return asText(value)
  return [fieldIn(value, 'em'), fieldIn(value, '_')].flatMap(asList).map(asText).join(' ')
}

function soloistText(soloist: JsonObject): string {
  const name = firstNameFirst(asText(fieldIn(soloist, 'soloistName')))
  return `${name}, ${asText(fieldIn(soloist, 'soloistInstrument')).toLowerCase()}`
}
