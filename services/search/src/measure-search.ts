import { systemClock } from '@usher/kernel'
import { IN_MEMORY } from './adapters/fts5/engine.ts'
import { fts5SearchIndex } from './adapters/fts5/search-index.ts'
import type { DocumentChange } from './domain/event-document.ts'
import { queryOf, type SearchWish } from './domain/search-query.ts'
import type { SearchIndex } from './ports/search-index.ts'

export interface SearchMeasure {
  readonly operation: string
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

const START_MS = 1_800_000_000_000
const DAY_MS = 86_400_000
const DESCRIPTION_WORDS = 60
const BATCH = 500
const WARM_UP = 50

/**
 * Times searches and suggestions over made-up events, one after the other, and says how long making
 * the index took. To be run by hand:
 * `node -e "import('./services/search/src/measure-search.ts').then((m) => m.printMeasures(1e5))"`
 */
export async function measureSearch(options: {
  readonly events: number
  readonly queries: number
  readonly directory?: string
}): Promise<readonly SearchMeasure[]> {
  const { events, queries, directory = IN_MEMORY } = options
  const index = fts5SearchIndex({ directory, clock: systemClock })
  const begunMs = systemClock.monotonicMs()
  await fill(index, events)
  const madeMs = systemClock.monotonicMs() - begunMs
  const timings = new Map<string, number[]>()
  for (let i = -WARM_UP; i < queries; i++) {
    for (const [operation, run] of operations(index, i)) {
      const startMs = systemClock.monotonicMs()
      await run()
      if (i < 0) continue
      const durations = timings.get(operation) ?? []
      durations.push(systemClock.monotonicMs() - startMs)
      timings.set(operation, durations)
    }
  }
  await index.close()
  const made = { operation: 'index', p50Ms: madeMs, p99Ms: madeMs, maxMs: madeMs }
  return [made, ...Array.from(timings, ([operation, durations]) => measure(operation, durations))]
}

/** Measures and prints; standard output belongs to results. */
export async function printMeasures(events: number, directory?: string): Promise<void> {
  const measures = await measureSearch({ events, queries: 200, ...(directory && { directory }) })
  console.table(measures)
}

type Operation = readonly [string, () => Promise<unknown>]

function operations(index: SearchIndex, i: number): readonly Operation[] {
  const at = Math.abs(i) * 7919
  const name = nameOf(at)
  const [first = '', second = ''] = name.split(' ')
  const typo = `${first[1]}${first[0]}${first.slice(2)}`
  const search = (wish: Partial<SearchWish>, facets = false) => {
    const query = { ...queryOf({ ...anything, ...wish }, START_MS), facets, after: null, limit: 20 }
    return () => index.search(query, Number.POSITIVE_INFINITY)
  }
  const suggest = (prefix: string) => () =>
    index.suggest({ prefix, limit: 10, nowMs: START_MS }, Number.POSITIVE_INFINITY)
  return [
    ['two words', search({ text: `${first} ${second}` })],
    ['a word and a city', search({ text: `${first} city${at % 200}` }, true)],
    ['a typo', search({ text: `${typo} ${second}` })],
    ['a word of every description', search({ text: 'concert' }, true)],
    ['a common word', search({ text: wordAt(at % 40) }, true)],
    ['nonsense', search({ text: `qxzj ${second} wvkqqx` })],
    ['everything with facets', search({ sort: 'DATE' }, true)],
    ['a city with facets', search({ cities: [`city${at % 200}`] }, true)],
    ['suggest one letter', suggest(first.slice(0, 1))],
    ['suggest two letters', suggest(first.slice(0, 2))],
    ['suggest two words', suggest(`${first} ${second.slice(0, 3)}`)],
  ]
}

async function fill(index: SearchIndex, events: number): Promise<void> {
  await index.beginGeneration()
  let batch: DocumentChange[] = []
  for (let eventId = 1; eventId <= events; eventId++) {
    batch.push(madeUp(eventId))
    if (batch.length < BATCH && eventId < events) continue
    await index.fillGeneration(batch)
    batch = []
  }
  await index.finishGeneration()
}

function madeUp(eventId: number): DocumentChange {
  const city = eventId % 200
  const words = Array.from({ length: DESCRIPTION_WORDS }, (_, i) => zipfWord(eventId * 64 + i))
  const document = {
    name: nameOf(eventId),
    description: `${words.join(' ')} concert`,
    venueName: `hall ${wordAt(eventId % 3000)}`,
    city: `city${city}`,
    country: 'ES',
    category: `category${eventId % 12}`,
    status: 'ON_SALE',
    dateMs: START_MS + (eventId % 700) * DAY_MS,
    endMs: null,
    month: `2027-${String((eventId % 12) + 1).padStart(2, '0')}`,
    currency: 'EUR',
    minPriceMinor: (eventId % 90) * 100,
    maxPriceMinor: 10_000,
    availableSeats: eventId % 500,
    location: { latitude: 36 + city / 40, longitude: -9 + city / 20 },
    body: new Uint8Array(400),
  } as const
  return { eventId, version: 1n, document }
}

function nameOf(i: number): string {
  return `${wordAt(scatter(i) % 20_000)} ${zipfWord(i + 5)} ${wordAt(scatter(i * 3) % 5000)}`
}

/** Frequent words are frequent: the cube of an even distribution. */
function zipfWord(i: number): string {
  return wordAt(Math.floor((scatter(i) / 0x1_0000_0000) ** 3 * 30_000))
}

const syllables = ['ba', 'co', 'di', 'fu', 'ge', 'ha', 'lo', 'mi', 'nu', 'ra', 'se', 'to', 'vi']

function wordAt(i: number): string {
  let text = ''
  for (let rest = i + syllables.length ** 2; rest > 0; rest = Math.floor(rest / syllables.length)) {
    text += syllables[rest % syllables.length]
  }
  return text
}

/** A hash of 32 bits (https://github.com/skeeto/hash-prospector): the same events in every run. */
function scatter(i: number): number {
  let hash = Math.imul(i ^ (i >>> 16), 0x21f0aaad)
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97)
  return (hash ^ (hash >>> 15)) >>> 0
}

function measure(operation: string, durations: readonly number[]): SearchMeasure {
  const sorted = durations.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { operation, p50Ms: at(0.5) ?? 0, p99Ms: at(0.99) ?? 0, maxMs: sorted.at(-1) ?? 0 }
}

const anything: SearchWish = {
  text: '',
  cities: [],
  categories: [],
  countries: [],
  fromMs: null,
  toMs: null,
  minPriceMinor: null,
  maxPriceMinor: null,
  currency: '',
  available: false,
  near: null,
  sort: null,
  statuses: [],
}
