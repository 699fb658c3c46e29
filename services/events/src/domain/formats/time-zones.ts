import { findIana } from 'windows-iana'

/**
 * The IANA name of what a file calls a zone: itself, the name that Windows has for it, or a global
 * id such as `/freeassociation.sourceforge.net/Europe/Madrid`. Undefined when nobody knows it.
 */
export function ianaZone(name: string, country?: string): string | undefined {
  const text = name.trim().replace(/^"|"$/g, '')
  if (isZone(text)) return text
  const [windows] = findIana(text, country ?? '001').concat(findIana(text))
  if (windows !== undefined && isZone(windows)) return windows
  const tail = /([A-Za-z_]+\/[A-Za-z_+-]+(?:\/[A-Za-z_+-]+)?)$/.exec(text)?.[1]
  return tail !== undefined && tail !== text ? ianaZone(tail, country) : undefined
}

/** True for names that begin with a letter: offsets such as +01:00 know no summer time. */
export function isZone(text: string): boolean {
  if (knownZones.has(text)) return true
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/.test(text)) return false
  try {
    Intl.DateTimeFormat('en', { timeZone: text })
    knownZones.add(text)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** There are some 600: looking at one again is dear. */
const knownZones = new Set<string>()

/** A place as far as it tells the time. */
export interface ZonedPlace {
  readonly country: string
  readonly city: string
  /** A state or province, as it is written. */
  readonly region: string
}

/**
 * The zone of a place: of its state, of the city that gave a zone its name, or of a country that
 * has one zone for nearly everybody. Undefined when that would be a guess.
 */
export function zoneOfPlace({ country, city, region }: ZonedPlace): string | undefined {
  const ofState = country === 'US' ? stateZones.get(region.toUpperCase()) : undefined
  if (ofState) return ofState
  const zones = zonesOf(country)
  const named = `/${city.replaceAll(' ', '_')}`
  return zones.find((zone) => zone.endsWith(named)) ?? mainZones[country] ?? sole(zones)
}

export function zonesOf(country: string): readonly string[] {
  if (!/^[A-Z]{2}$/.test(country)) return []
  const place = new Intl.Locale(`und-${country}`) as Intl.Locale & Zoned
  return place.getTimeZones() ?? []
}

/** In Node since 18, not yet in TypeScript's library. */
interface Zoned {
  getTimeZones(): readonly string[] | undefined
}

function sole(zones: readonly string[]): string | undefined {
  return zones.length === 1 ? zones[0] : undefined
}

/** Countries of several zones, in one of which nearly everybody lives. */
const mainZones: Readonly<Record<string, string>> = {
  AR: 'America/Argentina/Buenos_Aires',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PT: 'Europe/Lisbon',
  UA: 'Europe/Kyiv',
  UZ: 'Asia/Tashkent',
}

/** The zone in which most of a state of the USA lies. */
const stateZones = new Map<string, string>(
  Object.entries({
    'America/New_York': 'CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV',
    'America/Chicago': 'AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI',
    'America/Denver': 'CO ID MT NM UT WY',
    'America/Phoenix': 'AZ',
    'America/Los_Angeles': 'CA NV OR WA',
    'America/Anchorage': 'AK',
    'Pacific/Honolulu': 'HI',
  }).flatMap(([zone, states]) => states.split(' ').map((state) => [state, zone] as const)),
)

export function isUsState(text: string): boolean {
  return stateZones.has(text.toUpperCase())
}
