import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { EventStatus, SearchSort } from '@usher/contracts'
import { EVENT } from '../testing/fake-events.ts'
import { openGateway } from '../testing/open-gateway.fixture.ts'

const { gateway, call, calls } = openGateway()
after(() => gateway.close())

const search = (query: string) => call({ url: `/v1/search?${query}` })

test('an event is found as it is listed, and caches may keep it for a moment', async () => {
  const found = await search('q=nabuco')
  assert.equal(found.headers['cache-control'], 'public, max-age=5')
  const { data, next_cursor, total, corrected_text, facets } = found.json()
  const [listed] = (await call({ url: '/v1/events' })).json().data
  assert.deepEqual(data, [{ ...listed, distance_km: null }])
  assert.deepEqual(
    { next_cursor, total, corrected_text, facets },
    { next_cursor: 'more', total: 2, corrected_text: 'nabucco', facets: [] },
  )
})

test('every filter reaches the service', async () => {
  const query = new URLSearchParams([
    ['q', 'ópera'],
    ['city', 'Madrid'],
    ['city', 'Washington, D.C.'],
    ['category', 'opera'],
    ['country', 'ES'],
    ['from', '2027-01-01T00:00:00+01:00'],
    ['to', '2027-02-01T00:00:00Z'],
    ['min_price', '10'],
    ['max_price', '99.50'],
    ['currency', 'EUR'],
    ['available', 'true'],
    ['near', '40.4,-3.7'],
    ['radius_km', '12.5'],
    ['sort', 'distance'],
    ['facets', 'true'],
    ['status', 'ON_SALE'],
    ['status', 'SOLD_OUT'],
    ['cursor', 'here'],
    ['limit', '7'],
  ])
  const answer = await search(query.toString())
  assert.equal(answer.statusCode, 200, answer.body)
  assert.equal(answer.json().data[0].distance_km, 1.5)
  assert.deepEqual(answer.json().facets, [
    { name: 'city', values: [{ value: 'Madrid', count: 2 }] },
  ])
  const { $typeName, near, ...asked } = calls.searched.at(-1) ?? assert.fail()
  assert.equal($typeName, 'usher.search.v1.SearchRequest')
  assert.deepEqual(
    [near?.point?.latitude, near?.point?.longitude, near?.radiusKm],
    [40.4, -3.7, 12.5],
  )
  assert.deepEqual(asked, {
    text: 'ópera',
    cities: ['Madrid', 'Washington, D.C.'],
    categories: ['opera'],
    countries: ['ES'],
    fromMs: 1_798_758_000_000n,
    toMs: 1_801_440_000_000n,
    minPriceMinor: 1000n,
    maxPriceMinor: 9950n,
    currency: 'EUR',
    available: true,
    sort: SearchSort.DISTANCE,
    facets: true,
    cursor: 'here',
    limit: 7,
    statuses: [EventStatus.ON_SALE, EventStatus.SOLD_OUT],
  })
})

test('filters that say nothing, or do not go together, are told so', async () => {
  const wrong: [query: string, pointer: string][] = [
    ['min_price=1', '#/currency'],
    ['min_price=x&currency=EUR', '#/min_price'],
    ['near=here', '#/near'],
    ['near=91,0', '#/near'],
    ['near=0,181', '#/near'],
    ['radius_km=5', '#/radius_km'],
    ['near=0,0&radius_km=0', '#/radius_km'],
    ['sort=distance', '#/sort'],
    ['sort=best', '#/sort'],
    ['from=tomorrow', '#/from'],
    ['limit=101', '#/limit'],
    ['status=OPEN', '#/status'],
    ['colour=red', '#/colour'],
    ['q=a&q=b', '#/q'],
  ]
  for (const [query, pointer] of wrong) {
    const answer = await search(query)
    assert.equal(answer.statusCode, 400, query)
    assert.equal(answer.json().errors[0].pointer, pointer, query)
  }
  assert.equal((await search('min_price=1&currency=XXQ')).json().code, 'invalid_currency')
  assert.equal((await search('min_price=1.5&currency=JPY')).json().code, 'invalid_amount')
})

test('what is typed is completed', async () => {
  const answer = await call({ url: '/v1/search/suggest?q=nab&limit=3' })
  assert.deepEqual(answer.json(), {
    data: [
      { text: 'nabucco', kind: 'event', event_id: EVENT },
      { text: 'Madrid', kind: 'city', event_id: null },
    ],
  })
  for (const query of ['', 'q=', 'q=a&limit=21']) {
    assert.equal((await call({ url: `/v1/search/suggest?${query}` })).statusCode, 400, query)
  }
})

test('an administrator makes the index anew and sees how far it is', async () => {
  const fresh = openGateway()
  const url = '/v1/search/reindex'
  assert.equal((await fresh.call({ url, as: 'admin' })).json().code, 'reindex_not_found')
  const begun = await fresh.call({ method: 'POST', url, as: 'admin' })
  assert.deepEqual([begun.statusCode, begun.headers['location']], [202, url])
  const { status, ended_at } = (await fresh.call({ url, as: 'admin' })).json()
  assert.deepEqual({ status, ended_at }, { status: 'RUNNING', ended_at: null })
  const refused = await fresh.call({ method: 'POST', url, as: 'owner' })
  assert.deepEqual([refused.statusCode, refused.json().code], [403, 'admin_required'])
  await fresh.gateway.close()
})
