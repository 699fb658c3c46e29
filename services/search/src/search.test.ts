import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventStatus, SearchSort } from '@usher/contracts'
import { DAY_MS, NOW_MS } from './documents.fixture.ts'
import { event, openSearch } from './search.fixture.ts'

test('an event is found as soon as its message is handled, with all that it is', async () => {
  const { client, say, search } = openSearch()
  await client.search({})
  await say(event(7, 'Tosca', { address: 'Plaza de Isabel II' }))
  const { hits, total } = await client.search({ text: 'tosca' })
  assert.deepEqual([total, hits[0]?.event?.eventId], [1, 7])
  assert.equal(hits[0]?.event?.address, 'Plaza de Isabel II')
  assert.equal(hits[0]?.distanceKm, undefined)
  assert.equal(search.ready(), true)
})

test('a message that comes late or again changes nothing, and drafts are not found', async () => {
  const { client, say, names } = openSearch()
  await client.search({})
  await say(event(1, 'New', { version: 3 }))
  await say(event(1, 'Old', { version: 2 }), NOW_MS + 5)
  assert.deepEqual(await names(), ['New'])
  await say(event(1, 'New', { version: 3, availableSeats: 0 }), NOW_MS + 10)
  await say(event(1, 'New', { version: 3, availableSeats: 10 }), NOW_MS + 5)
  assert.deepEqual(await names({ available: true }), [])
  await say(event(1, 'New', { version: 4, status: EventStatus.DRAFT }))
  assert.deepEqual(await names(), [])
  await say(event(1, 'New', { version: 3 }))
  assert.deepEqual(await names(), [])
})

test('messages that came before there was an index are in the one that is made', async () => {
  const { say, names, index } = openSearch()
  await say(event(1, 'Early'))
  assert.equal(await index.state(), 'missing')
  assert.deepEqual(await names(), ['Early'])
})

test('a missing index is made by itself when the log has something, and only then', async () => {
  const { search, index, say, client } = openSearch()
  await search.jobs[0]?.run()
  assert.equal(await index.state(), 'missing')
  assert.equal((await client.getReindex({})).reindex, undefined)
  await say(event(1, 'One'))
  await search.jobs[0]?.run()
  await until(async () => (await client.getReindex({})).reindex?.status !== 'RUNNING')
  await search.close()
  const { reindex } = await client.getReindex({})
  assert.deepEqual([reindex?.status, reindex?.messages, reindex?.events], ['DONE', 1, 1])
})

test('a reindex runs beside live changes, and a second start is answered with it', async () => {
  const { client, log, say, names } = openSearch()
  await say(event(1, 'One'))
  await names()
  const paused = Promise.withResolvers<void>()
  log.pauseUntil(paused.promise)
  const { reindex } = await client.startReindex({})
  assert.equal(reindex?.status, 'RUNNING')
  assert.equal((await client.startReindex({})).reindex?.reindexId, reindex?.reindexId)
  await say(event(1, 'One of now', { version: 2 }))
  await say(event(2, 'Two'))
  assert.deepEqual(await names(), ['One of now', 'Two'])
  paused.resolve()
  await until(async () => (await client.getReindex({})).reindex?.status === 'DONE')
  assert.deepEqual(await names(), ['One of now', 'Two'])
  assert.equal((await client.getReindex({})).reindex?.endedAtMs, BigInt(NOW_MS))
})

test('a reindex that fails says why, leaves the index as it was, and can be begun again', async () => {
  const { client, log, say, names } = openSearch()
  await say(event(1, 'One'))
  await names()
  log.fail(new Error('the log broke'))
  await client.startReindex({})
  await until(async () => (await client.getReindex({})).reindex?.status === 'FAILED')
  assert.match((await client.getReindex({})).reindex?.reason ?? '', /the log broke/)
  assert.deepEqual(await names(), ['One'])
  log.fail(undefined)
  await client.startReindex({})
  await until(async () => (await client.getReindex({})).reindex?.status === 'DONE')
  assert.deepEqual(await names(), ['One'])
})

test('a cursor leads on through one search and is refused by every other', async () => {
  const { client, say } = openSearch()
  for (let id = 1; id <= 5; id++) await say(event(id, `Jazz ${id}`))
  const seen: number[] = []
  let cursor = ''
  do {
    const page = await client.search({ text: 'jazz', limit: 2, cursor })
    seen.push(...page.hits.map(({ event }) => event?.eventId ?? 0))
    cursor = page.nextCursor
  } while (cursor !== '')
  assert.deepEqual(seen, [1, 2, 3, 4, 5])
  const { nextCursor } = await client.search({ text: 'jazz', limit: 2 })
  const invalid = { kind: 'invalid', code: 'invalid_cursor' }
  await assert.rejects(client.search({ text: 'jaz', cursor: nextCursor }), invalid)
  await assert.rejects(
    client.search({ text: 'jazz', cities: ['Madrid'], cursor: nextCursor }),
    invalid,
  )
  await assert.rejects(client.search({ text: 'jazz', cursor: 'nonsense' }), invalid)
  const larger = await client.search({ text: 'jazz', limit: 50, cursor: nextCursor })
  assert.equal(larger.hits.length, 3)
})

test('bad input is refused with what is wrong', async () => {
  const { client } = openSearch()
  const point = { latitude: 40, longitude: -3 }
  const cases: readonly (readonly [Parameters<typeof client.search>[0], string])[] = [
    [{ text: 'x'.repeat(201) }, 'text_too_long'],
    [{ cities: ['x'.repeat(201)] }, 'text_too_long'],
    [{ cities: Array.from({ length: 51 }, () => 'x') }, 'too_many_values'],
    [{ limit: 101 }, 'invalid_limit'],
    [{ near: { radiusKm: 5 } }, 'near_required'],
    [{ sort: SearchSort.DISTANCE }, 'near_required'],
    [{ near: { point, radiusKm: -1 } }, 'invalid_radius'],
    [{ near: { point: { latitude: 91, longitude: 0 } } }, 'invalid_point'],
    [{ near: { point: { latitude: Number.NaN, longitude: 0 } } }, 'invalid_point'],
    [{ minPriceMinor: 5n }, 'currency_required'],
    [{ minPriceMinor: 5n, currency: 'EURO' }, 'invalid_currency'],
    [{ minPriceMinor: -5n, currency: 'EUR' }, 'invalid_amount'],
    [{ minPriceMinor: 5n, maxPriceMinor: 4n, currency: 'EUR' }, 'invalid_price_range'],
    [{ fromMs: 5n, toMs: 4n }, 'invalid_dates'],
    [{ statuses: [EventStatus.DRAFT] }, 'invalid_status'],
    [{ sort: 99 as SearchSort }, 'invalid_sort'],
  ]
  for (const [request, code] of cases) {
    await assert.rejects(client.search(request), { kind: 'invalid', code }, code)
  }
  const long = client.suggest({ prefix: 'x'.repeat(201) })
  await assert.rejects(long, { code: 'text_too_long' })
  await assert.rejects(client.suggest({ prefix: 'x', limit: 101 }), { code: 'invalid_limit' })
})

test('the month of an event is that of its own time zone', async () => {
  const { client, say } = openSearch()
  const eventDateMs = BigInt(Date.UTC(2026, 11, 31, 20))
  const details = { eventName: 'New year', eventDateMs }
  await say(event(1, '', { details: { ...details, timeZone: 'Asia/Taipei' } }))
  await say(event(2, '', { details: { ...details, timeZone: 'Europe/Madrid' } }))
  await say(event(3, '', { details: { ...details, timeZone: 'Nowhere/Land' } }))
  const { facets } = await client.search({ facets: true })
  const months = facets.find(({ name }) => name === 'month')?.values
  assert.deepEqual(
    months?.map(({ value, count }) => [value, count]),
    [
      ['2026-12', 2],
      ['2027-01', 1],
    ],
  )
})

test('suggestions carry their kind and the event', async () => {
  const { client, say } = openSearch()
  await say(event(1, 'Madrigals', { city: 'Madrid' }))
  const { suggestions } = await client.suggest({ prefix: 'madri' })
  assert.deepEqual(
    suggestions.map(({ text, kind, eventId }) => [text, kind, eventId]),
    [
      ['Madrid', 'city', 0],
      ['Madrigals', 'event', 1],
    ],
  )
})

test('an event that has ended in the meantime is no longer shown', async () => {
  const { clock, say, names } = openSearch()
  await say(event(1, 'Tomorrow'))
  assert.deepEqual(await names(), ['Tomorrow'])
  await clock.advance(2 * DAY_MS)
  assert.deepEqual(await names(), [])
})

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let turns = 0; turns < 1000; turns++) {
    if (await done()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.fail('what was waited for did not happen')
}
