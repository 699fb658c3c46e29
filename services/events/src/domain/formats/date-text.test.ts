import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDate, readTime } from './date-text.ts'
import { localTimeAt, momentOf } from './local-time.ts'
import { readPrice } from './price-text.ts'
import { ianaZone, zoneOfPlace } from './time-zones.ts'
import { whenText } from './when.ts'

test('dates are read as people, programs and spreadsheets write them', () => {
  const written: Record<string, string> = {
    '2027-05-01': '2027-05-01',
    '2027-05-01T19:30': '2027-05-01T19:30',
    '2027-05-01 19:30:00.0': '2027-05-01T19:30',
    '2027-05-01T19:30:00Z': '2027-05-01T19:30Z',
    '20270501T193000': '2027-05-01T19:30',
    '1.5.2027 19.30 Uhr': '2027-05-01T19:30',
    '01/05/2027 7:30 PM': '2027-05-01T19:30',
    '1/5/27': '2027-05-01',
    '2027/5/1': '2027-05-01',
    'Sat, May 1, 2027 7:30 pm': '2027-05-01T19:30',
    '1 May 2027': '2027-05-01',
    '1 de mayo de 2027 a las 19:30': '2027-05-01T19:30',
    '1. März 2027': '2027-03-01',
    '1er février 2027': '2027-02-01',
    '2027年5月1日 下午7:30': '2027-05-01T19:30',
    '46508': '2027-05-01',
    '46508.8125': '2027-05-01T19:30',
  }
  for (const [text, expected] of Object.entries(written)) {
    const when = readDate(text, 'day-first')
    assert.equal(when && whenText(when), expected, text)
  }
  for (const text of ['', 'soon', '31/02/2027', '2027-13-01', '12', '1999', '5/2027', '99999']) {
    assert.equal(readDate(text, 'day-first'), undefined, text)
  }
})

test('a time is read with twelve hours and with twenty-four', () => {
  const read = (text: string) => {
    const time = readTime(text)
    return time && [time.hour, time.minute]
  }
  assert.deepEqual(read('12:00AM'), [0, 0])
  assert.deepEqual(read('12:15 p.m.'), [12, 15])
  assert.deepEqual(read('19h30'), [19, 30])
  assert.deepEqual(read('20 h'), [20, 0])
  assert.deepEqual(read('7pm'), [19, 0])
  for (const text of ['None', '', '7', '25:00', '13:00 PM', '19:61']) {
    assert.equal(readTime(text), undefined, text)
  }
})

test('a time that clocks skip is as long after, one that they show twice is the first', () => {
  const at = (day: number, month: number, hour: number) =>
    new Date(
      momentOf({ year: 2026, month, day, hour, minute: 30, second: 0 }, 'Europe/Madrid'),
    ).toISOString()
  assert.equal(at(29, 3, 2), '2026-03-29T01:30:00.000Z')
  assert.equal(at(25, 10, 2), '2026-10-25T00:30:00.000Z')
  assert.equal(at(1, 7, 12), '2026-07-01T10:30:00.000Z')
  assert.equal(localTimeAt(Date.parse('2026-03-29T01:30:00Z'), 'Europe/Madrid').hour, 3)
})

test('zones are known by the names of IANA, Windows and places, and offsets are none', () => {
  assert.equal(ianaZone('Romance Standard Time'), 'Europe/Paris')
  assert.equal(ianaZone('/softwarestudio.org/Olson_1/Europe/Madrid'), 'Europe/Madrid')
  assert.equal(ianaZone('+01:00'), undefined)
  assert.equal(ianaZone('Nowhere/Land'), undefined)
  assert.equal(zoneOfPlace({ country: 'ES', city: 'Ceuta', region: '' }), 'Africa/Ceuta')
  assert.equal(zoneOfPlace({ country: 'ES', city: 'Bilbao', region: '' }), 'Europe/Madrid')
  assert.equal(zoneOfPlace({ country: 'US', city: 'Vail', region: 'CO' }), 'America/Denver')
  assert.equal(zoneOfPlace({ country: 'US', city: 'Springfield', region: '' }), undefined)
})

test('a price in words is the lowest beside a currency, and ages are no prices', () => {
  const minor = (text: string, currency = 'EUR') => readPrice(text, currency)?.priceMinor
  assert.equal(minor('Entrada: 5 euros Descuentos disponibles'), 500)
  assert.equal(minor('ab 12,50 € / ermäßigt 9 €'), 900)
  assert.equal(minor('1.234,50'), 123_450)
  assert.equal(minor('1,234.50'), 123_450)
  assert.equal(minor('Entrada libre hasta completar aforo'), 0)
  assert.equal(minor('Mayores de 16 años'), undefined)
  assert.equal(minor(''), undefined)
  assert.equal(minor('¥1500', 'JPY'), 1500)
  assert.deepEqual(readPrice('$20', 'EUR'), { priceMinor: 2000, currency: 'USD' })
})
