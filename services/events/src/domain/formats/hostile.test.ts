import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError } from '@usher/kernel'
import fc from 'fast-check'
import { importLimits } from './imported-event.ts'
import { eventFormats } from './file-format.ts'
import { readEventFile } from './read-event-file.ts'
import { problemsOf, readText, sampleFile } from './sample-files.fixture.ts'

const reasonOf = (content: Uint8Array | string) =>
  problemsOf(() => readText('', { content: Buffer.from(content) }))[0]?.reason ?? ''

test('files that are empty, binary, huge or an error page say what they are', () => {
  assert.equal(reasonOf(''), 'is empty')
  assert.equal(reasonOf(' \n\t'), 'is empty')
  assert.match(reasonOf(Buffer.from('PK\x03\x04\0\0\0\0xlsx')), /no text/)
  assert.match(reasonOf(new Uint8Array(importLimits.contentBytes + 1)), /the limit is/)
  assert.match(reasonOf('<html><title>502 Bad Gateway</title></html>'), /502 Bad Gateway/)
  assert.match(reasonOf('<?xml version="1.0"?><rss></rss>'), /is XML/)
  assert.match(reasonOf('{"events": ['), /is not JSON/)
  assert.match(reasonOf(`[${'['.repeat(100_000)}`), /is not JSON|nested/)
  assert.match(reasonOf('name,date\n"never closed,2027-05-01\n'), /not CSV/)
})

test('a real file that ends anywhere or has other bytes fails only as it may', () => {
  const samples = ['madrid-300107.csv', 'philadelphia-r5.ics', 'nyphil-2024-25_TO_NOW.json']
  for (const name of samples) {
    const whole = sampleFile(name).slice(0, 30_000)
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, end) => {
        const content = whole.slice(0, end)
        content[at % Math.max(1, end)] = byte
        onlyRefuses(content)
      }),
      { numRuns: 60 },
    )
  }
})

test('texts made of what formats are made of fail only as they may', () => {
  const piece = fc.constantFrom(
    'BEGIN:VEVENT\n',
    'END:VEVENT\n',
    'SUMMARY:x\n',
    'DTSTART:20270501T193000\n',
    '"',
    ',',
    ';',
    'DTSTART;TZID=X:2027',
    'RRULE:FREQ=',
    'DAILY;',
    'BYDAY=MO;',
    'INTERVAL=0\n',
    'UID:1\n',
    '{"@type":"Event",',
    '"startDate":"2027-05-01"',
    '}',
    '[',
    ']',
    '<script type="application/ld+json">',
    'name,date\n',
    '2027-05-01',
    '\n',
    'EXDATE:',
    'DURATION:P',
    '&#x110000;',
    '<p>',
    '\ud800',
    '\0',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
      onlyRefuses(Buffer.from(pieces.join('')))
    }),
    { numRuns: 500 },
  )
})

test('any JSON is read or refused in every format', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(...eventFormats), (text, format) => {
      onlyRefuses(Buffer.from(text), format)
    }),
    { numRuns: 300 },
  )
})

test('recurrence rules of any parts come to an end', () => {
  const part = fc.constantFrom(
    'INTERVAL=7',
    'INTERVAL=12',
    'BYMONTH=2',
    'BYMONTHDAY=31',
    'BYMONTHDAY=-31',
    'BYDAY=MO',
    'BYDAY=5FR',
    'BYDAY=-1SU',
    'BYSETPOS=3',
    'BYWEEKNO=53',
    'BYYEARDAY=366',
    'BYHOUR=20,9',
    'BYMINUTE=30',
    'COUNT=3',
    'UNTIL=20280101',
    'WKST=SU',
    'BYMONTH=13',
    'COUNT=-1',
    'INTERVAL=0',
    'BYDAY=XX',
  )
  const freq = fc.constantFrom(
    'DAILY',
    'WEEKLY',
    'MONTHLY',
    'YEARLY',
    'HOURLY',
    'MINUTELY',
    'NEVER',
  )
  fc.assert(
    fc.property(freq, fc.uniqueArray(part, { maxLength: 4 }), (every, parts) => {
      const rule = ['RRULE:FREQ=' + every, ...parts].join(';')
      const lines = ['BEGIN:VEVENT', 'SUMMARY:x', 'DTSTART:20270104T190000Z', rule, 'END:VEVENT']
      onlyRefuses(Buffer.from(lines.join('\n')))
    }),
    { numRuns: 200 },
  )
})

function onlyRefuses(content: Uint8Array, format?: (typeof eventFormats)[number]): void {
  const defaults = { timeZone: 'Europe/Vienna', city: 'Wien', country: 'AT', currency: 'EUR' }
  try {
    const { events } = readEventFile({ content, format, defaults })
    assert.equal(new Set(events.map(({ sourceKey }) => sourceKey)).size, events.length)
    for (const { name, startMs, description } of events) {
      assert.ok(name !== '' && Number.isSafeInteger(startMs) && description.isWellFormed())
    }
  } catch (error) {
    assert.ok(isDomainError(error, 'invalid_event_file'), String(error))
  }
}
