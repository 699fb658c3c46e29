import { type EventDraft, geoPoint, type Reading } from './event-draft.ts'
import { asList, asText, fieldIn, isObject, type JsonObject } from './parse-json.ts'
import { shown } from './problems.ts'
import { ianaZone } from './time-zones.ts'
import { isoWhen, type When } from './when.ts'

interface NodeContext {
  readonly where: string
  readonly whole: JsonObject | undefined
  readonly reading: Reading
}

/** One schema.org event; undefined, with the reason in `skipped`, when it has no date. */
export function eventOfNode(node: JsonObject, context: NodeContext): EventDraft | undefined {
  const { where, whole, reading } = context
  const field = (key: string) => fieldIn(node, key) ?? (whole && fieldIn(whole, key))
  const start = whenOf(fieldIn(node, 'startDate'), field)
  if (!start) {
    const text = asText(fieldIn(node, 'startDate'))
    const reason = text === '' ? 'has no startDate' : `startDate ${shown(text)} is no date`
    reading.skipped.add(where, reason)
    return undefined
  }
  if (fieldIn(node, 'eventSchedule') !== undefined) {
    reading.notes.add(where, 'eventSchedule is not read: the event is taken once, at its startDate')
  }
  return {
    where,
    id: idOf(node),
    name: textIn(fieldIn(node, 'name')) || textIn(whole && fieldIn(whole, 'name')),
    description: textIn(field('description')),
    category: categoryOf(node, whole),
    start,
    end: whenOf(fieldIn(node, 'endDate'), field),
    durationMs: durationMs(asText(fieldIn(node, 'duration'))),
    imageUrl: urlIn(field('image')),
    language: textIn(field('inLanguage')),
    isCancelled: asText(fieldIn(node, 'eventStatus')).endsWith('Cancelled'),
    place: placeOf(field('location'), context),
    ...offerOf(field('offers'), field('isAccessibleForFree')),
  }
}

function idOf(node: JsonObject): string {
  const identifier = fieldIn(node, 'identifier')
  const value = isObject(identifier) ? fieldIn(identifier, 'value') : identifier
  return asText(fieldIn(node, '@id')) || asText(value) || asText(fieldIn(node, 'url'))
}

function whenOf(value: unknown, field: (key: string) => unknown): When | undefined {
  const text = asText(isObject(value) ? fieldIn(value, '@value') : value)
  const when = isoWhen(text)
  const zone = ianaZone(asText(field('timeZone')) || (/\[([^\]]+)\]$/.exec(text)?.[1] ?? ''))
  return when && zone ? { ...when, timeZone: zone } : when
}

/** ISO 8601, as far as it is a number of milliseconds: no months, no years. */
function durationMs(text: string): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text)
  if (!match) return undefined
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0))
  const all = (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)
  return all * 1000
}

/** Text, or a text in a language, or a thing that has a name, or the first of several. */
function textIn(value: unknown): string {
  const [first] = asList(value)
  if (!isObject(first)) return asText(first)
  const named =
    fieldIn(first, '@value') ?? fieldIn(first, 'name') ?? fieldIn(first, 'alternateName')
  return asText(named)
}

/** `MusicEvent` is `Music`; a plain `Event` says nothing. */
function categoryOf(node: JsonObject, whole: JsonObject | undefined): string {
  const type = asList(fieldIn(node, '@type') ?? (whole && fieldIn(whole, '@type'))).map(asText)[0]
  const name = (type ?? '').replace(/^.*[/:#]/, '').replace(/Event$/, '')
  return textIn(fieldIn(node, 'genre')) || name.replaceAll(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
}

function urlIn(value: unknown): string {
  const [first] = asList(value)
  if (!isObject(first)) return asText(first)
  return asText(fieldIn(first, 'url')) || asText(fieldIn(first, 'contentUrl'))
}

/** A Place, its name alone, or several of which one is where people go. */
function placeOf(location: unknown, { where, reading }: NodeContext): EventDraft['place'] {
  const all = asList(location)
  const real = all.filter(
    (each) => !(isObject(each) && fieldIn(each, '@type') === 'VirtualLocation'),
  )
  const [first] = real
  if (all.length > real.length && real.length === 0) {
    reading.notes.add(where, 'takes place online')
    return { name: 'Online' }
  }
  if (real.length > 1) reading.notes.add(where, `has ${real.length} places; the first is taken`)
  if (!isObject(first)) return { name: asText(first) }
  return { name: textIn(first), ...addressOf(fieldIn(first, 'address')), location: pointOf(first) }
}

function addressOf(value: unknown): EventDraft['place'] {
  const [address] = asList(value)
  if (!isObject(address)) return { address: asText(address) }
  const country = textIn(fieldIn(address, 'addressCountry'))
  const region = textIn(fieldIn(address, 'addressRegion'))
  const city = textIn(fieldIn(address, 'addressLocality'))
  return {
    address: asList(fieldIn(address, 'streetAddress')).map(asText).join(', '),
    postalCode: asText(fieldIn(address, 'postalCode')),
    city: city || undefined,
    region: region || undefined,
    country: country || undefined,
  }
}

function pointOf(place: JsonObject) {
  const geo = fieldIn(place, 'geo')
  const source = isObject(geo) ? geo : place
  const [latitude, longitude] = ['latitude', 'longitude'].map((key) => asText(fieldIn(source, key)))
  return latitude && longitude ? geoPoint(Number(latitude), Number(longitude)) : undefined
}

/** The cheapest of the offers; an event that says it is free is free. */
function offerOf(offers: unknown, free: unknown) {
  const found = asList(offers).filter(isObject)
  const priced = found
    .map((offer) => ({ offer, price: priceOf(offer) }))
    .filter(({ price }) => price !== '')
    .sort((a, b) => Number(a.price) - Number(b.price))
  const [cheapest] = priced
  const offer = cheapest?.offer ?? found[0]
  const currency = offer ? asText(fieldIn(offer, 'priceCurrency')) : ''
  const isFree = priced.length === 0 && /^(true|https?:\/\/schema\.org\/True)$/.test(String(free))
  return { price: cheapest?.price ?? '', currency, isFree }
}

function priceOf(offer: JsonObject): string {
  const specification = asList(fieldIn(offer, 'priceSpecification')).find(isObject)
  const price =
    fieldIn(offer, 'lowPrice') ??
    fieldIn(offer, 'price') ??
    (specification && (fieldIn(specification, 'minPrice') ?? fieldIn(specification, 'price')))
  return asText(price)
}
