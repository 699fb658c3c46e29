import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sampleEvent } from '../simulation/sample-sheet.fixture.ts'
import type { CalendarEntry, CalendarRenderer } from './calendar-renderer.ts'

const entry: CalendarEntry = {
  uid: 'bk_1.7@usher',
  sequence: 4,
  language: 'es',
  event: sampleEvent(),
  endsAtMs: sampleEvent().startsAtMs + 5_400_000,
  bookingReference: 'BK-7Q4M-9XKD-2PTA',
  places: ['Patio de butacas, Fila F, Asiento 1'],
  cancelled: false,
  nowMs: Date.UTC(2027, 0, 2, 3, 4, 5),
}

/** The law of `CalendarRenderer`, for every adapter. */
export function calendarRendererContract(name: string, open: () => CalendarRenderer): void {
  /** Long lines joined again (RFC 5545, 3.1). */
  const linesOf = (given: CalendarEntry) => {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(open().render(given))
    assert.match(text, /^BEGIN:VCALENDAR\r\n/)
    for (const line of text.split('\r\n')) assert.ok(new TextEncoder().encode(line).length <= 75)
    return text.replaceAll(/\r\n[ \t]/g, '').split('\r\n')
  }

  void describe(`calendar renderer by ${name}`, () => {
    void test('an entry says what, when, where and which places', () => {
      const lines = linesOf(entry)
      for (const line of [
        'METHOD:PUBLISH',
        'UID:bk_1.7@usher',
        'SEQUENCE:4',
        'DTSTAMP:20270102T030405Z',
        'DTSTART:20270312T193000Z',
        'DTEND:20270312T210000Z',
        'SUMMARY:La vida es sueño',
        'STATUS:CONFIRMED',
        'GEO:40.4148;-3.7001',
      ]) {
        assert.ok(lines.includes(line), `${line} in\n${lines.join('\n')}`)
      }
      const text = lines.join('\n')
      assert.match(text, /LOCATION:Teatro Español\\nCalle del Príncipe 25\\, Madrid/)
      assert.match(text, /DESCRIPTION:.*BK-7Q4M-9XKD-2PTA\\nPatio de butacas\\, Fila F/)
    })

    void test('a cancelled one is taken out', () => {
      const lines = linesOf({ ...entry, cancelled: true, sequence: 5 })
      for (const line of ['METHOD:CANCEL', 'STATUS:CANCELLED', 'UID:bk_1.7@usher', 'SEQUENCE:5']) {
        assert.ok(lines.includes(line), `${line} in\n${lines.join('\n')}`)
      }
    })

    void test('nothing in a name can begin a line of its own', () => {
      const name = 'Bad; name, of\nBEGIN:VALARM\r\nstory'
      const lines = linesOf({ ...entry, event: sampleEvent({ name, location: undefined }) })
      assert.ok(!lines.includes('BEGIN:VALARM'))
      assert.equal(lines.filter((line) => line.startsWith('GEO')).length, 0)
    })
  })
}
