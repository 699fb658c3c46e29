import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS, detailsInput, NOW_MS, venueInput } from '../sample-events.fixture.ts'
import type { TimeZone } from './time-zone.ts'
import { changedDetails, type DetailsInput, newDetails } from './event-details.ts'
import { newVenue, type OrganizerId, type VenueInput } from './venue.ts'

const date = NOW_MS + 30 * DAY_MS

function made(input: DetailsInput) {
  const venueTimeZone = 'Europe/Madrid' as TimeZone
  return newDetails({ ...detailsInput, ...input }, { venueTimeZone })
}

test('what is not said gets a default', () => {
  const details = newDetails(
    { eventName: ' Carmen ', eventDateMs: date, currency: 'EUR' },
    { venueTimeZone: 'Europe/Madrid' as TimeZone },
  )
  assert.deepEqual(details, {
    eventName: 'Carmen',
    description: '',
    category: '',
    imageUrl: '',
    eventDateMs: date,
    endDateMs: null,
    timeZone: 'Europe/Madrid',
    currency: 'EUR',
    saleStartTimeMs: null,
    saleEndTimeMs: null,
    maxSeatsPerBuyer: 0,
    reservationMinutes: 10,
    orphanRule: 'off',
    language: 'en',
  })
})

test('every field says what is wrong with it', () => {
  const wrong: [string, DetailsInput][] = [
    ['event_name', { eventName: '' }],
    ['event_name', { eventName: '   ' }],
    ['event_name', { eventName: 'x'.repeat(256) }],
    ['event_name', { eventName: 'a\nb' }],
    ['event_name', { eventName: 'a\u0000b' }],
    ['event_name', { eventName: 'a\ud800b' }],
    ['event_name', { eventName: undefined }],
    ['description', { description: 'x'.repeat(20_001) }],
    ['description', { description: 'x'.repeat(10_000_000) }],
    ['description', { description: 'a\u0007b' }],
    ['category', { category: 'x'.repeat(65) }],
    ['image_url', { imageUrl: 'http://example.org/a.jpg' }],
    ['image_url', { imageUrl: 'javascript:alert(1)' }],
    ['image_url', { imageUrl: 'https://user:secret@example.org/' }],
    ['image_url', { imageUrl: 'not an address' }],
    ['image_url', { imageUrl: `https://example.org/${'x'.repeat(2048)}` }],
    ['event_date', { eventDateMs: -1 }],
    ['event_date', { eventDateMs: 1e18 }],
    ['event_date', { eventDateMs: undefined }],
    ['end_date', { endDateMs: date }],
    ['end_date', { endDateMs: -1 }],
    ['end_date', { endDateMs: 1e18 }],
    ['time_zone', { timeZone: 'Mars/Olympus' }],
    ['time_zone', { timeZone: '+01:00' }],
    ['time_zone', { timeZone: '' }],
    ['currency', { currency: 'eur' }],
    ['currency', { currency: 'XXQ' }],
    ['currency', { currency: undefined }],
    ['sale_start_time', { saleStartTimeMs: date }],
    ['sale_start_time', { saleStartTimeMs: -5 }],
    ['sale_start_time', { saleStartTimeMs: date - 5, saleEndTimeMs: date - 5 }],
    ['sale_end_time', { saleEndTimeMs: date + 1 }],
    ['sale_end_time', { endDateMs: date + 5, saleEndTimeMs: date + 6 }],
    ['max_seats_per_buyer', { maxSeatsPerBuyer: 1001 }],
    ['max_seats_per_buyer', { maxSeatsPerBuyer: 1.5 }],
    ['reservation_minutes', { reservationMinutes: 0 }],
    ['reservation_minutes', { reservationMinutes: 121 }],
    ['orphan_rule', { orphanRule: 'sometimes' }],
    ['language', { language: 'no such language' }],
    ['language', { language: '' }],
  ]
  for (const [field, input] of wrong) {
    assert.throws(() => made(input), {
      kind: 'invalid',
      code: 'invalid_field',
      facts: { field },
    })
  }
})

test('limits are in characters, and what is at the limit is accepted', () => {
  assert.equal([...made({ eventName: '𝄞'.repeat(255) }).eventName].length, 255)
  assert.throws(() => made({ eventName: '𝄞'.repeat(256) }), { code: 'invalid_field' })
  assert.equal(made({ description: 'x'.repeat(20_000) }).description.length, 20_000)
  assert.equal(made({ description: 'a\n\tb' }).description, 'a\n\tb')
  assert.equal(made({ eventName: 'Cafe\u0301' }).eventName, 'Café')
  assert.equal(made({ language: 'ES-mx' }).language, 'es-MX')
  assert.equal(made({ timeZone: 'Asia/Kolkata' }).timeZone, 'Asia/Kolkata')
  assert.equal(made({ timeZone: 'UTC' }).timeZone, 'UTC')
})

test('an update changes what it names and nothing else', () => {
  const before = made({ saleStartTimeMs: NOW_MS + DAY_MS, saleEndTimeMs: date - DAY_MS })
  const after = changedDetails(before, { eventName: 'Carmen', saleEndTimeMs: 0 })
  assert.deepEqual(after, { ...before, eventName: 'Carmen', saleEndTimeMs: null })
  assert.deepEqual(changedDetails(before, {}), before)
  assert.throws(() => changedDetails(before, { eventDateMs: NOW_MS + DAY_MS }), {
    facts: { field: 'sale_end_time' },
  })
})

test('an end is after the beginning, can be unsaid, and lets the sale last until then', () => {
  const end = date + DAY_MS
  const lasting = made({ endDateMs: end, saleEndTimeMs: end })
  assert.deepEqual([lasting.endDateMs, lasting.saleEndTimeMs], [end, end])
  const later = changedDetails(lasting, { eventDateMs: date + 5 })
  assert.deepEqual([later.eventDateMs, later.endDateMs], [date + 5, end])
  const unsaid = changedDetails(lasting, { endDateMs: 0, saleEndTimeMs: 0 })
  assert.deepEqual([unsaid.endDateMs, unsaid.saleEndTimeMs], [null, null])
  const refused = (input: DetailsInput, field: string) =>
    assert.throws(() => changedDetails(lasting, input), { facts: { field } })
  refused({ eventDateMs: end }, 'end_date')
  refused({ endDateMs: 0 }, 'sale_end_time')
})

test('a venue says what is wrong with it', () => {
  const venue = (input: Partial<VenueInput>) =>
    newVenue({ ...venueInput, ...input }, { organizerId: 1 as OrganizerId, nowMs: NOW_MS })
  const wrong: [string, Partial<VenueInput>][] = [
    ['venue_name', { venueName: '' }],
    ['city', { city: ' ' }],
    ['country', { country: 'es' }],
    ['country', { country: 'ZZ' }],
    ['country', { country: 'EU' }],
    ['country', { country: 'Spain' }],
    ['address', { address: 'x'.repeat(513) }],
    ['time_zone', { timeZone: 'Madrid' }],
    ['location.latitude', { location: { latitude: 90.1, longitude: 0 } }],
    ['location.latitude', { location: { latitude: Number.NaN, longitude: 0 } }],
    ['location.longitude', { location: { latitude: 0, longitude: -181 } }],
  ]
  for (const [field, input] of wrong) {
    assert.throws(() => venue(input), { code: 'invalid_field', facts: { field } })
  }
  assert.equal(venue({ location: null }).location, null)
})
