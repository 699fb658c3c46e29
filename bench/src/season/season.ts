import { type EventCreatedSchema, EventStatus } from '@usher/contracts'
import type { MessageInitShape } from '@bufbuild/protobuf'
import { frequentWordAt, scattered, wordAt } from './words.ts'

const DESCRIPTION_WORDS = 60
const CITIES = 200
const HALLS = 3000
const CATEGORIES = 12
/** Events of a season begin within so many days. */
const DAYS = 300
const DAY_MS = 86_400_000
/** Far from the ids of events that are on sale in the same run. */
const FIRST_ID = 1_000_000

/** An event of a made-up season, the same but for its date in every run. */
export function eventOfSeason(
  i: number,
  firstDayMs: number,
): MessageInitShape<typeof EventCreatedSchema> {
  const city = i % CITIES
  const words = Array.from({ length: DESCRIPTION_WORDS }, (_, at) => frequentWordAt(i * 64 + at))
  const details = {
    eventName: nameOf(i),
    description: `${words.join(' ')} concert`,
    category: `category${i % CATEGORIES}`,
    eventDateMs: BigInt(firstDayMs + (1 + (i % DAYS)) * DAY_MS),
    timeZone: 'Europe/Madrid',
    currency: 'EUR',
  }
  return {
    event: {
      eventId: FIRST_ID + i,
      organizerId: 1,
      venueId: 1,
      details,
      venueName: `hall ${wordAt(scattered(i) % HALLS)}`,
      city: `city${city}`,
      country: 'ES',
      location: { latitude: 36 + city / 40, longitude: -9 + city / 20 },
      status: EventStatus.ON_SALE,
      totalSeats: 500,
      availableSeats: i % 500,
      minPriceMinor: BigInt((1 + (i % 90)) * 100),
      maxPriceMinor: 10_000n,
      version: 1,
    },
  }
}

/** What people ask for: two words, a word in a city, a typo, a city, one word, all by date. */
export function searchPaths(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => {
    const at = i * 7919
    const [first = '', second = ''] = nameOf(at).split(' ')
    const typo = `${first[1]}${first[0]}${first.slice(2)}`
    const city = `city${at % CITIES}`
    const asked = [
      `q=${first}+${second}`,
      `q=${first}&city=${city}&facets=true`,
      `q=${typo}+${second}`,
      `city=${city}&facets=true`,
      `q=${frequentWordAt(at)}`,
      'sort=date',
    ]
    return `/v1/search?${asked[i % asked.length]}`
  })
}

/** What has been typed so far: a letter, two, or one word and the beginning of another. */
export function suggestPaths(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => {
    const [first = '', second = ''] = nameOf(i * 7919).split(' ')
    const typed = [first.slice(0, 1), first.slice(0, 2), `${first}+${second.slice(0, 3)}`]
    return `/v1/search/suggest?q=${typed[i % typed.length]}`
  })
}

function nameOf(i: number): string {
  const hash = scattered(i)
  return `${wordAt(hash % 20_000)} ${frequentWordAt(i + 5)} ${wordAt(scattered(i * 3) % 5000)}`
}
