import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EventFile } from './read-event-file.ts'
import { problemsOf, readText } from './sample-files.fixture.ts'

const event = (...lines: readonly string[]) =>
  ['BEGIN:VEVENT', 'SUMMARY:Faust', ...lines, 'END:VEVENT'].join('\r\n')
const calendar = (...parts: readonly string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR'].join('\r\n')
const read = (text: string, file: Partial<EventFile> = {}) => readText(text, file)
const times = (text: string, file: Partial<EventFile> = {}) =>
  read(text, file).events.map(({ startMs }) => new Date(startMs).toISOString().slice(0, 16))

test('times are read in UTC, with a zone of IANA or Windows, and floating', () => {
  const at = (start: string) => times(calendar(event(start)))[0]
  assert.equal(at('DTSTART:20270501T193000Z'), '2027-05-01T19:30')
  assert.equal(at('DTSTART;TZID=Asia/Tokyo:20270501T193000'), '2027-05-01T10:30')
  assert.equal(at('DTSTART;TZID=Romance Standard Time:20270501T193000'), '2027-05-01T17:30')
  assert.equal(at('DTSTART;TZID="Tokyo Standard Time":20270501T193000'), '2027-05-01T10:30')
  assert.equal(at('DTSTART:20270501T193000'), '2027-05-01T17:30')
  const named = calendar('X-WR-TIMEZONE:Asia/Tokyo', event('DTSTART:20270501T193000'))
  assert.equal(times(named)[0], '2027-05-01T10:30')
})

test('a zone of no known name is counted by the rules that the calendar brings', () => {
  const zone = [
    'BEGIN:VTIMEZONE',
    'TZID:Our Theatre',
    'BEGIN:STANDARD',
    'DTSTART:19700101T000000',
    'TZOFFSETFROM:+0300',
    'TZOFFSETTO:+0300',
    'END:STANDARD',
    'END:VTIMEZONE',
  ].join('\r\n')
  const text = calendar(zone, event('DTSTART;TZID=Our Theatre:20270501T193000'))
  assert.equal(times(text)[0], '2027-05-01T16:30')
})

test('days, durations, places and points are read', () => {
  const [day, evening] = read(
    calendar(
      event('UID:1', 'DTSTART;VALUE=DATE:20270501', 'DTEND;VALUE=DATE:20270503'),
      event(
        'UID:2',
        'DTSTART:20270501T170000Z',
        'DURATION:PT2H30M',
        'LOCATION:Burg\\, Ring 2\\, Wien',
        'GEO:48.21;16.36',
        'CATEGORIES:Theatre,Classics',
      ),
    ),
  ).events
  assert.equal((day?.endMs ?? 0) - (day?.startMs ?? 0), 2 * 86_400_000)
  assert.equal((evening?.endMs ?? 0) - (evening?.startMs ?? 0), 9_000_000)
  const { name, address, location } = evening?.venue ?? {}
  assert.deepEqual([name, address, location?.latitude], ['Burg', 'Ring 2, Wien', 48.21])
  assert.equal(evening?.category, 'Theatre')
})

test('what recurs is taken once for each time, by clocks and not by hours', () => {
  const text = calendar(
    event('UID:7', 'DTSTART;TZID=Europe/Vienna:20270325T193000', 'RRULE:FREQ=DAILY;COUNT=5'),
  )
  assert.deepEqual(times(text), [
    '2027-03-25T18:30',
    '2027-03-26T18:30',
    '2027-03-27T18:30',
    '2027-03-28T17:30',
    '2027-03-29T17:30',
  ])
  assert.equal(read(text).events[1]?.sourceKey, 'id:7/2027-03-26T19:30')
})

test('EXDATE leaves a time out, RDATE adds one, RECURRENCE-ID moves one', () => {
  const text = calendar(
    event(
      'UID:7',
      'DTSTART;TZID=Europe/Vienna:20270501T193000',
      'RRULE:FREQ=WEEKLY;COUNT=4',
      'EXDATE:20270508T173000Z',
      'RDATE;TZID=Europe/Vienna:20270502T150000',
    ),
    event(
      'UID:7',
      'RECURRENCE-ID;TZID=Europe/Vienna:20270515T193000',
      'DTSTART;TZID=Europe/Vienna:20270516T200000',
    ),
  )
  assert.deepEqual(times(text).sort(), [
    '2027-05-01T17:30',
    '2027-05-02T13:00',
    '2027-05-16T18:00',
    '2027-05-22T17:30',
  ])
  const moved = read(text).events.find(({ sourceKey }) => sourceKey === 'id:7/2027-05-15T19:30')
  assert.equal(new Date(moved?.startMs ?? 0).toISOString(), '2027-05-16T18:00:00.000Z')
})

test('what recurs for ever is taken a hundred times, from the day that is asked for', () => {
  const text = calendar(event('UID:7', 'DTSTART:20200101T190000Z', 'RRULE:FREQ=DAILY'))
  const { events, notes } = read(text, { fromMs: Date.parse('2027-01-01T00:00:00Z') })
  assert.equal(events.length, 100)
  assert.equal(new Date(events[0]?.startMs ?? 0).toISOString(), '2027-01-01T19:00:00.000Z')
  assert.match(notes[0]?.reason ?? '', /recurs more often/)
})

test('several shows a day, and tours by the hour, are taken as they come', () => {
  const recurring = (start: string, rule: string) =>
    times(calendar(event('UID:7', `DTSTART:${start}Z`, `RRULE:${rule}`)))
  const cases: [string, string, string[]][] = [
    // A Monday.
    [
      '20270104T150000',
      'FREQ=DAILY;COUNT=4;BYHOUR=20,15',
      ['04T15:00', '04T20:00', '05T15:00', '05T20:00'],
    ],
    [
      '20270104T200000',
      'FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=11,16;COUNT=3',
      ['09T11:00', '09T16:00', '10T11:00'],
    ],
    [
      '20270104T190000',
      'FREQ=MONTHLY;BYDAY=2FR;BYHOUR=17,21;UNTIL=20270201T000000Z',
      ['08T17:00', '08T21:00'],
    ],
    [
      '20270103T100000',
      'FREQ=HOURLY;INTERVAL=2;BYHOUR=10,11,12,13,14;BYDAY=SU;COUNT=4',
      ['03T10:00', '03T12:00', '03T14:00', '10T10:00'],
    ],
    ['20270104T100000', 'FREQ=HOURLY;BYMINUTE=30,0;COUNT=3', ['04T10:00', '04T10:30', '04T11:00']],
    ['20270104T100000', 'FREQ=MINUTELY;INTERVAL=30;COUNT=3', ['04T10:00', '04T10:30', '04T11:00']],
  ]
  for (const [start, rule, days] of cases) {
    assert.deepEqual(
      recurring(start, rule),
      days.map((day) => `2027-01-${day}`),
      rule,
    )
  }
})

test('a rule that the library cannot walk is skipped with its reason', () => {
  const rules = [
    'FREQ=SECONDLY',
    'FREQ=YEARLY;BYHOUR=11,16',
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=MONTHLY;BYDAY=FR;BYSETPOS=2;BYHOUR=11,16',
  ]
  for (const rule of rules) {
    const start = ['DTSTART:20270104T190000Z', `RRULE:${rule}`]
    const other = event('UID:8', 'DTSTART:20270104T190000Z')
    const { events, skipped } = read(calendar(event('UID:7', ...start), other))
    assert.equal(events.length, 1, rule)
    assert.match(skipped[0]?.reason ?? '', /^recurs /, rule)
  }
})

test('rules that never come true end, and rules by the second are refused', () => {
  const rules = [
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31',
    'FREQ=DAILY;INTERVAL=7;BYDAY=TU',
    'FREQ=WEEKLY;INTERVAL=52;BYMONTH=7',
    'FREQ=MONTHLY;INTERVAL=12;BYMONTH=2',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=SECONDLY;BYMONTH=2',
    'FREQ=HOURLY',
    'FREQ=DAILY;BYHOUR=9',
  ]
  for (const rule of rules) {
    const { events } = read(calendar(event('UID:7', 'DTSTART:20270104T190000Z', `RRULE:${rule}`)))
    assert.ok(events.length <= 100, rule)
  }
})

test('cancelled, broken and cut-off events are skipped, each with its line', () => {
  const text = [
    'BEGIN:VCALENDAR',
    event('UID:1', 'DTSTART:20270501T193000Z', 'STATUS:CANCELLED'),
    event('UID:2', 'DTSTART:garbage'),
    event('UID:3'),
    event('UID:4', 'DTSTART:20270501T193000Z'),
    'BEGIN:VEVENT',
    'SUMMARY:Cut',
  ].join('\n')
  const { events, skipped } = read(text)
  assert.equal(events.length, 1)
  assert.deepEqual(skipped.map(({ where }) => where).sort(), [
    'line 13',
    'line 2',
    'line 22',
    'line 8',
  ])
})

test('folded lines are joined, and a calendar without events is refused', () => {
  const folded = calendar(event('UID:1', 'DESCRIPTION:one', '  two', 'DTSTART:20270501T193000Z'))
  assert.equal(read(folded).events[0]?.description, 'one two')
  assert.match(problemsOf(() => read(calendar()))[0]?.reason ?? '', /no VEVENT/)
})
