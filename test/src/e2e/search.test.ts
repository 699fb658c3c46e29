import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { EventBody, SearchBody, SuggestionsBody } from './bodies.ts'
import { buy, draftEvent, eventOnSale, putSeatMap } from './box-office.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { expectProblem, expectStatus, Rest } from './rest.ts'
import { until } from './until.ts'

let platform: Platform
let organizer: Person
before(async () => {
  platform = await startBare()
  organizer = await newOrganizer(platform.url)
})
after(() => platform.stop())

async function search(query: Readonly<Record<string, string>>): Promise<SearchBody> {
  const rest = new Rest(platform.url)
  return expectStatus(await rest.get(`/v1/search?${new URLSearchParams(query).toString()}`), 200)
}

async function finds(query: Readonly<Record<string, string>>, eventId: number): Promise<boolean> {
  return (await search(query)).data.some(({ event_id }) => event_id === eventId)
}

test('an event is found once it is published, and by nothing before', async () => {
  const { event_id: id } = await draftEvent(organizer, { event_name: 'Die Zauberflöte' })
  await putSeatMap(organizer, id)
  assert.equal(await finds({ q: 'zauberflöte' }, id), false)
  expectStatus(await organizer.rest.post(`/v1/events/${id}/publish`), 200)
  await until('it is found', () => finds({ q: 'zauberflöte' }, id))
  for (const q of ['ZAUBERFLOTE', 'zauberfloete sala', 'zauber', 'zauberflöhte madrid']) {
    assert.ok(await finds({ q }, id), q)
  }
  const { data } = expectStatus(
    await new Rest(platform.url).get<SuggestionsBody>('/v1/search/suggest?q=zaub'),
    200,
  )
  assert.ok(data.some(({ event_id }) => event_id === id))
})

test('filters leave out what they say', async () => {
  const details = { event_name: 'Nabucco', category: 'Opera' }
  const id = await eventOnSale(organizer, { details })
  await until('it is found', () => finds({ q: 'nabucco' }, id))
  const passes: Record<string, string>[] = [
    { city: 'Madrid' },
    { category: 'Opera' },
    { country: 'ES' },
    { status: 'ON_SALE' },
    { available: 'true' },
    { min_price: '40.00', currency: 'EUR' },
    { from: '2020-01-01T00:00:00Z' },
  ]
  const fails: Record<string, string>[] = [
    { city: 'Paris' },
    { category: 'Rock' },
    { country: 'FR' },
    { status: 'SOLD_OUT' },
    { min_price: '46.00', currency: 'EUR' },
    { to: '2020-01-01T00:00:00Z' },
    { near: '40.4,-3.7', radius_km: '5' },
  ]
  for (const filter of passes) {
    assert.ok(await finds({ q: 'nabucco', ...filter }, id), JSON.stringify(filter))
  }
  for (const filter of fails) {
    assert.ok(!(await finds({ q: 'nabucco', ...filter }, id)), JSON.stringify(filter))
  }
})

test('an event that is renamed is found by its new name alone', async () => {
  const id = await eventOnSale(organizer, { details: { event_name: 'Ranunculus' } })
  await until('it is found', () => finds({ q: 'ranunculus' }, id))
  const path = `/v1/events/${id}`
  const { headers } = await organizer.rest.get<EventBody>(path)
  const body = { event_name: 'Chrysanthemum' }
  const ifMatch = { 'if-match': headers.get('etag') ?? '' }
  expectStatus(await organizer.rest.call('PATCH', path, { body, headers: ifMatch }), 200)
  await until('it is found', () => finds({ q: 'chrysanthemum' }, id))
  assert.equal(await finds({ q: 'ranunculus' }, id), false)
})

test('an event that was cancelled disappears', async () => {
  const id = await eventOnSale(organizer, { details: { event_name: 'Wozzeck' } })
  await until('it is found', () => finds({ q: 'wozzeck' }, id))
  const answer = await organizer.rest.post(`/v1/events/${id}/cancel`)
  assert.ok(answer.status < 300, JSON.stringify(answer.body))
  await until('it disappears', async () => !(await finds({ q: 'wozzeck' }, id)))
})

test('an event whose last seat was sold is not among those with seats', async () => {
  const row = { name: 'A', seats: [{ seat_number: 'A1', category: 'Only' }] }
  const map = {
    categories: [{ name: 'Only', price: '10.00' }],
    sections: [{ name: 'Box', rows: [row] }],
  }
  const id = await eventOnSale(organizer, { map, details: { event_name: 'Elektra' } })
  await until('it is found', () => finds({ q: 'elektra', available: 'true' }, id))
  await buy(await newBuyer(platform.url), id, { seats: ['A1'] })
  const free = { q: 'elektra', available: 'true' }
  await until('it has none left', async () => !(await finds(free, id)))
  assert.ok(await finds({ q: 'elektra' }, id))
})

test('a search that makes no sense is told why', async () => {
  const rest = new Rest(platform.url)
  for (const query of ['radius_km=5', 'min_price=5', 'near=91,0', 'sort=distance', 'cursor=x']) {
    const answer = await rest.get(`/v1/search?${query}`)
    assert.equal(answer.status, 400, `${query} ${JSON.stringify(answer.body)}`)
  }
  const anew = await organizer.rest.post('/v1/search/reindex')
  expectProblem(anew, { status: 403, code: 'admin_required' })
})
