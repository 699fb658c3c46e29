import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runUsher } from '../command/usher-command.ts'
import type { SearchBody, SuggestionsBody } from './bodies.ts'
import { logIn, newOrganizer } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { type Answer, expectStatus, Rest } from './rest.ts'
import { until } from './until.ts'

/** As many as the files hold, less what the files themselves repeat. */
const EVENTS = 2815
const INDEXED_MS = 180_000
const madrid = ['madrid-300107.csv', 'nyphil-2024-25_TO_NOW.json', 'nyphil-2004-05_TO_2010-11.json']
const inMadrid = 'Madrid --country ES --currency EUR --time-zone Europe/Madrid'
const inPhiladelphia = 'Philadelphia --country US --currency USD --time-zone America/New_York'

const dataDir = await mkdtemp(join(tmpdir(), 'usher-imported-'))
let platform: Platform
let admin: { readonly email: string; readonly password: string }
before(async () => {
  const empty = await startBare(dataDir)
  const { email } = await newOrganizer(empty.url)
  await empty.stop()
  const at = ['--data-dir', dataDir, '--json']
  await done('import', 'events', ...fixtures(madrid), ...options(email, inMadrid), ...at)
  const concerts = fixtures(['philadelphia-r5.ics'])
  await done('import', 'events', ...concerts, ...options(email, inPhiladelphia), ...at)
  admin = JSON.parse(await done('keys', 'admin', '--email', 'root@usher.example', ...at))
  platform = await startBare(dataDir)
  const areThere = async () => (await search({ limit: '1' })).total === EVENTS
  await until('all events are found', areThere, INDEXED_MS)
})
after(async () => {
  await platform.stop()
  await rm(dataDir, { recursive: true })
})

function fixtures(names: readonly string[]): string[] {
  const folder = '../../../services/events/fixtures/'
  return names.map((name) => fileURLToPath(new URL(folder + name, import.meta.url)))
}

function options(email: string, place: string): string[] {
  return ['--organizer', email, '--publish', '--city', ...place.split(' ')]
}

async function done(...args: readonly string[]): Promise<string> {
  const { code, out, said } = await runUsher(args)
  assert.equal(code, 0, said)
  return out
}

/** Of what is over: the files are of past seasons. Whoever is told to ask again does. */
async function search(query: Readonly<Record<string, string>>): Promise<SearchBody> {
  const parameters = new URLSearchParams({ status: 'PAST', ...query })
  const rest = new Rest(platform.url)
  let answer: Answer<SearchBody> | undefined
  await until('search is not busy', async () => {
    answer = await rest.get<SearchBody>(`/v1/search?${parameters.toString()}`)
    return answer.status !== 503
  })
  assert.ok(answer)
  return expectStatus(answer, 200)
}

interface Case {
  readonly q: string
  /** In the name of the first. */
  readonly first?: string
  /** In the name of one of the first twenty. */
  readonly found?: string
  /** In no name of the first twenty. */
  readonly not?: string
  readonly corrected?: string
}

const cases: readonly Case[] = [
  // Names, whole and in part, whatever the case and accents.
  { q: 'downtown boys', first: 'Downtown Boys', not: 'Philharmonic' },
  { q: 'GLITTERER', first: 'Glitterer' },
  { q: 'small crush', first: 'Penelope Tour: Small Crush' },
  { q: '100 libros juntas', first: '100 Libros juntas' },
  { q: 'exposicion', first: 'Exposición' },
  { q: 'antologia zarzuela', first: 'Antología de la zarzuela' },
  { q: 'dia del flamenco', found: 'Día del flamenco' },
  { q: 'saint-saens', found: 'Saint-Saëns' },
  // Names before descriptions that mention the same.
  { q: 'mahler', first: 'Mahler' },
  { q: 'teatro', first: 'teatro', not: 'Philharmonic' },
  // Typos, and right words that are none.
  { q: 'shostakovitch', first: 'Shostakovich', corrected: 'shostakovich' },
  { q: 'maler', first: 'Mahler', corrected: 'mahler' },
  { q: 'flamenko', found: 'flamenco', corrected: 'flamenco' },
  { q: 'zarzuella', found: 'Zarzuela', corrected: 'zarzuela' },
  { q: 'gliterer', first: 'Glitterer', corrected: 'glitterer' },
  // Words of several fields, and of two languages.
  { q: 'mahler geffen', first: 'Mahler', not: 'Glitterer' },
  { q: 'philamoca boys', first: 'Downtown Boys' },
  { q: 'halloween cuentacuentos', first: 'Halloween' },
  { q: 'qqqqzzzz', not: '' },
]

for (const { q, first, found, not, corrected } of cases) {
  test(`thousands of real events answer "${q}" as is written down`, async () => {
    const { data, corrected_text: text } = await search({ q })
    const names = data.map(({ event_name }) => event_name)
    const list = names.join('\n')
    if (first !== undefined) assert.ok(names[0]?.includes(first), list)
    if (found !== undefined) assert.ok(list.toLowerCase().includes(found.toLowerCase()), list)
    if (not !== undefined) assert.ok(!names.some((name) => name.includes(not)), list)
    if (corrected !== undefined) assert.equal(text, corrected)
  })
}

test('facets count what each filter then finds, and a place is near itself', async () => {
  const { facets } = await search({ facets: 'true', limit: '1' })
  const cities = facets.find(({ name }) => name === 'city')?.values ?? []
  for (const { value, count } of cities.slice(0, 5)) {
    assert.equal((await search({ city: value, limit: '1' })).total, count, value)
  }
  const near = await search({ near: '40.4168,-3.7038', radius_km: '2', sort: 'distance' })
  const distances = near.data.map(({ distance_km }) => distance_km ?? Infinity)
  assert.deepEqual(
    distances,
    distances.toSorted((a, b) => a - b),
  )
  assert.ok(near.total > 0 && near.total < EVENTS && (distances.at(-1) ?? 9) <= 2)
})

for (const sort of ['relevance', 'date']) {
  test(`a cursor leads through everything once, by ${sort}`, async () => {
    const seen: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const place: Record<string, string> = cursor === '' ? {} : { cursor }
      const query = { q: 'mahler', sort, limit: '50', ...place }
      const page: SearchBody = await search(query)
      seen.push(...page.data.map(({ event_id }) => event_id))
      cursor = page.next_cursor
    }
    const { total } = await search({ q: 'mahler', limit: '1' })
    assert.equal(seen.length, total)
    assert.equal(new Set(seen).size, total)
  })
}

test('an administrator has the index made anew, and it answers meanwhile', async () => {
  const { rest } = await logIn(platform.url, admin)
  const path = '/v1/search/reindex'
  expectStatus(await rest.post(path), 202)
  type Run = { status: string; events: number; reason: string | null }
  let run: Run = { status: 'RUNNING', events: 0, reason: null }
  await until('the index is made anew', async () => {
    assert.equal((await search({ limit: '1' })).total, EVENTS)
    run = expectStatus(await rest.get<Run>(path), 200)
    return run.status !== 'RUNNING'
  })
  assert.deepEqual([run.status, run.reason], ['DONE', null])
  assert.equal((await search({ q: 'glitterer' })).data[0]?.event_name, 'Glitterer')
})

test('what is typed is completed with places that there are', async () => {
  const suggestions = '/v1/search/suggest?q=teat'
  const rest = new Rest(platform.url)
  const { data } = expectStatus(await rest.get<SuggestionsBody>(suggestions), 200)
  assert.ok(data.some(({ text, kind }) => text === 'Teatro Español' && kind === 'venue'))
})
