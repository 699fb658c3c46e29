import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf, readText, startOf } from './sample-files.fixture.ts'

const faust = {
  '@context': 'https://schema.org',
  '@type': 'TheaterEvent',
  '@id': 'https://example.org/faust',
  name: 'Faust',
  startDate: '2027-05-01T19:30:00+02:00',
  endDate: '2027-05-01T22:00:00+02:00',
  image: ['https://example.org/a.jpg'],
  inLanguage: 'de',
  location: {
    '@type': 'Place',
    name: 'Burg',
    geo: { latitude: '48.21', longitude: 16.36 },
    address: {
      streetAddress: 'Ring 2',
      postalCode: '1010',
      addressLocality: 'Wien',
      addressCountry: { '@type': 'Country', name: 'Austria' },
    },
  },
  offers: [
    { price: '45.00', priceCurrency: 'EUR' },
    { price: 12.5, priceCurrency: 'EUR' },
  ],
}
const read = (value: unknown) => readText(JSON.stringify(value))

test('an event of schema.org is read with its place, its cheapest price and its picture', () => {
  const result = read(faust)
  assert.equal(result.format, 'json-ld')
  assert.equal(startOf(result), '2027-05-01T17:30:00.000Z')
  const { sourceKey, category, imageUrl, language, priceMinor, venue, timeZone } =
    result.events[0] ?? {}
  assert.deepEqual(
    { sourceKey, category, imageUrl, language, priceMinor, timeZone },
    {
      sourceKey: 'id:https://example.org/faust',
      category: 'Theater',
      imageUrl: 'https://example.org/a.jpg',
      language: 'de',
      priceMinor: 1250,
      timeZone: 'Europe/Vienna',
    },
  )
  assert.deepEqual(venue, {
    name: 'Burg',
    city: 'Wien',
    country: 'AT',
    address: 'Ring 2, 1010',
    postalCode: '1010',
    location: { latitude: 48.21, longitude: 16.36 },
    timeZone: 'Europe/Vienna',
  })
})

test('events are found in lists, graphs, item lists and web pages', () => {
  const shapes = [
    [faust],
    { '@graph': [{ '@type': 'Organization' }, faust] },
    { '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', item: faust }] },
  ]
  for (const shape of shapes) assert.equal(read(shape).events.length, 1, JSON.stringify(shape))
  const page = [
    '<!doctype html><html><head><title>Burg</title>',
    '<script type="application/ld+json">{"@type": "WebSite"}</script>',
    '<script type="application/ld+json">{ broken</script>',
    `<script type='application/ld+json'>//<![CDATA[\n${JSON.stringify(faust)}\n//]]></script>`,
  ].join('\n')
  const { format, events, skipped } = readText(page)
  assert.deepEqual([format, events.length, skipped[0]?.where], ['html', 1, 'script[1]'])
})

test('parts of a festival are events, with what the festival says for all', () => {
  const festival = {
    ...faust,
    '@type': 'Festival',
    subEvent: [
      { '@type': 'Event', name: 'One', startDate: '2027-05-01' },
      { '@type': 'Event', startDate: '2027-05-02T20:00' },
    ],
  }
  const { events } = read(festival)
  assert.deepEqual(
    events.map(({ name, venue }) => [name, venue.name]),
    [
      ['One', 'Burg'],
      ['Faust', 'Burg'],
    ],
  )
})

test('places may be a text, several or none, and cancelled events are skipped', () => {
  const venueOf = (location: unknown) => read({ ...faust, location }).events[0]?.venue.name
  assert.equal(venueOf('Burg'), 'Burg')
  assert.equal(venueOf([{ '@type': 'VirtualLocation' }, { name: 'Saal' }]), 'Saal')
  assert.equal(venueOf({ '@type': 'VirtualLocation', url: 'https://x' }), 'Online')
  assert.equal(venueOf(undefined), 'Wien')
  const cancelled = read({ ...faust, eventStatus: 'https://schema.org/EventCancelled' })
  assert.match(cancelled.skipped[0]?.reason ?? '', /cancelled/)
})

test('a page without events says so, and shows its title', () => {
  const page = '<!doctype html><html><head><title>404 Not Found</title></head></html>'
  assert.match(problemsOf(() => readText(page))[0]?.reason ?? '', /404 Not Found/)
  assert.match(problemsOf(() => read({ '@type': 'Person' }))[0]?.reason ?? '', /no schema.org/)
})

test('a list of objects in JSON of one own is found, with what it lies in', () => {
  const own = {
    meta: [{ a: 1 }],
    halls: [
      { name: 'Saal', shows: [{ nr: 1, title: 'Faust', when: { starts: '2027-05-01 19:30' } }] },
    ],
  }
  const guessed = readText(JSON.stringify(own), { columns: { start: 'when.starts', id: 'nr' } })
  assert.deepEqual([guessed.format, guessed.events[0]?.name], ['json', 'Faust'])
  const columns = { start: 'when.starts', venue: 'halls.name' }
  const { events } = readText(JSON.stringify(own), { columns })
  assert.equal(events[0]?.venue.name, 'Saal')
  assert.match(problemsOf(() => read({ a: 1 }))[0]?.reason ?? '', /no list of objects/)
})
