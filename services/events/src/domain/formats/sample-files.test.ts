import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EventDefaults, ImportedEvent } from './imported-event.ts'
import { readEventFile } from './read-event-file.ts'
import { sampleFile } from './sample-files.fixture.ts'

const read = (filename: string, defaults: EventDefaults) =>
  readEventFile({ content: sampleFile(filename), filename, defaults })

function countsOf(events: readonly ImportedEvent[]) {
  return {
    events: events.length,
    keys: new Set(events.map(({ sourceKey }) => sourceKey)).size,
    venues: new Set(events.map(({ venue }) => `${venue.name}|${venue.city}`)).size,
    zones: new Set(events.map(({ timeZone }) => timeZone)).size,
    withEnd: events.filter(({ endMs }) => endMs !== null).length,
    located: events.filter(({ venue }) => venue.location !== null).length,
    free: events.filter(({ priceMinor }) => priceMinor === 0).length,
    priced: events.filter(({ priceMinor }) => priceMinor !== null && priceMinor > 0).length,
  }
}

test('every event of Madrid goes in, with its hour, its price in words and its coordinates', () => {
  const madrid = { timeZone: 'Europe/Madrid', city: 'Madrid', country: 'ES', currency: 'EUR' }
  const { events, skipped, encoding, format } = read('madrid-300107.csv', madrid)
  assert.deepEqual([format, encoding, skipped], ['csv', 'windows-1252', []])
  assert.deepEqual(countsOf(events), {
    events: 1001,
    keys: 1001,
    venues: 178,
    zones: 1,
    withEnd: 424,
    located: 906,
    free: 774,
    priced: 90,
  })
  const [first] = events
  assert.deepEqual(
    [first?.name, new Date(first?.startMs ?? 0).toISOString(), first?.venue.address],
    ['100 Libros juntas', '2025-10-25T17:00:00.000Z', 'CALLE ALISEDA 4, 28025'],
  )
  const jazz = events.find(({ name }) => name === 'Conservatorio Arturo Soria')
  assert.deepEqual([jazz?.priceMinor, jazz?.endMs], [500, null])
})

test('the concerts of Philadelphia go in without PRODID, VERSION or UID', () => {
  const defaults = { timeZone: 'America/New_York', city: 'Philadelphia', country: 'US' }
  const { events, skipped, notes, format } = read('philadelphia-r5.ics', defaults)
  assert.deepEqual([format, skipped, notes], ['icalendar', [], []])
  assert.deepEqual(countsOf(events), {
    events: 44,
    keys: 44,
    venues: 7,
    zones: 1,
    withEnd: 44,
    located: 0,
    free: 0,
    priced: 0,
  })
  assert.equal(events.at(-1)?.venue.name, 'Johnny Brenda’s')
})

test('each concert of the New York Philharmonic is an event, on tour by the clocks there', () => {
  const defaults = { timeZone: 'America/New_York' }
  const old = read('nyphil-2004-05_TO_2010-11.json', defaults)
  const now = read('nyphil-2024-25_TO_NOW.json', defaults)
  assert.deepEqual([old.format, old.skipped, now.skipped], ['nyphil', [], []])
  assert.deepEqual([old.events.length, now.events.length], [1522, 252])
  assert.equal(countsOf(old.events).venues, 160)
  // "Time": "None" is a day without a time.
  assert.deepEqual([countsOf(old.events).withEnd, countsOf(now.events).withEnd], [14, 2])
  const tokyo = old.events.find(({ venue }) => venue.city === 'Tokyo')
  assert.deepEqual([tokyo?.timeZone, tokyo?.venue.country], ['Asia/Tokyo', 'JP'])
  assert.equal(old.events.find(({ venue }) => venue.city === 'Vail')?.timeZone, 'America/Denver')
  assert.equal(now.events[0]?.name, 'New York Philharmonic: Mozart, Mahler (Michael Tilson Thomas)')
})

test('a file that is read twice has the same keys', () => {
  const keys = () =>
    read('nyphil-2024-25_TO_NOW.json', { timeZone: 'America/New_York' }).events.map(
      ({ sourceKey }) => sourceKey,
    )
  assert.deepEqual(keys(), keys())
})
