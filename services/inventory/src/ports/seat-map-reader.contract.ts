import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Currency, isDomainError } from '@usher/kernel'
import { readStoredSeatMap } from '../domain/formats/stored-seat-map.ts'
import { hallJson } from '../samples/inventory-samples.fixture.ts'
import type { SeatMapFile, SeatMapReader } from './seat-map-reader.ts'

const euro = 'EUR' as Currency
const csv = 'section,row,seat,price\nStalls,A,1,50\nStalls,A,2,50\n'

/** What every reader of seat maps must do. */
export function seatMapReaderContract(name: string, open: () => SeatMapReader): void {
  describe(`${name} reads seat maps`, () => {
    void test('the answer has the map as it is stored, and its counts', async () => {
      const content = hallJson({ rows: 2, seatsPerRow: 3, areas: { Floor: 7 } })
      const { json, ...counts } = await open().read(sampleFile({ content }))
      const expected = { seatCount: 6, areaCount: 1, totalCapacity: 13, currency: euro }
      assert.deepEqual(counts, {
        ...expected,
        prices: { minMinor: 3000, maxMinor: 5000 },
        skipped: [],
        notes: [],
        columns: {},
      })
      const { sections, areas } = readStoredSeatMap(new TextDecoder().decode(json))
      assert.equal(sections[0]?.rows[1]?.seats[2]?.seatNumber, 'B3')
      assert.equal(areas[0]?.capacity, 7)
    })
    void test('columns, prices and the currency are those of the caller', async () => {
      const content = new TextEncoder().encode(csv.replace('section', 'block'))
      const columns = { section: 'block' }
      const prices = { '50': 4200 }
      const file = sampleFile({ format: 'csv', content, columns, prices })
      const { json, notes, ...read } = await open().read(file)
      const map = readStoredSeatMap(new TextDecoder().decode(json))
      assert.deepEqual(notes, [])
      const expected = { section: 'block', row: 'row', seat: 'seat', price: 'price' }
      assert.deepEqual(read.columns, expected)
      assert.equal(map.sections[0]?.name, 'Stalls')
      assert.equal(map.categories[0]?.priceMinor, 4200)
    })
    void test('a file with errors is refused with every problem', async () => {
      const content = new TextEncoder().encode('seat,price\n1,cheap\n2,dear\n')
      const refused = open().read(sampleFile({ format: 'csv', content }))
      await assert.rejects(refused, (error) => {
        assert.ok(isDomainError(error, 'invalid_seat_map'))
        assert.equal(error.kind, 'invalid')
        assert.match(error.message, /line 2/)
        assert.equal(error.facts['problem_count'], 2)
        return true
      })
    })
    void test('files that come together are all read, the good beside the bad', async () => {
      const reader = open()
      const contents = [hallJson({ rows: 1 }), new TextEncoder().encode('{'), hallJson({ rows: 3 })]
      const reads = contents.map((content) => reader.read(sampleFile({ content })))
      const [one, bad, three] = await Promise.allSettled(reads)
      assert.equal(one?.status === 'fulfilled' && one.value.seatCount, 10)
      assert.ok(bad?.status === 'rejected' && isDomainError(bad.reason, 'invalid_seat_map'))
      assert.equal(three?.status === 'fulfilled' && three.value.seatCount, 30)
    })
    void test('no bytes at all are refused, however often they come', async () => {
      const reader = open()
      const nothing = sampleFile({ content: new Uint8Array(0) })
      for (let i = 0; i < 2; i++) {
        await assert.rejects(reader.read(nothing), { code: 'invalid_seat_map' })
      }
      assert.equal((await reader.read(sampleFile())).seatCount, 20)
    })
    void test('a part of a larger buffer is read, and the rest of it stays', async () => {
      const hall = hallJson()
      const larger = new Uint8Array(hall.length + 2).fill(1)
      larger.set(hall, 1)
      const { seatCount } = await open().read(sampleFile({ content: larger.subarray(1, -1) }))
      assert.equal(seatCount, 20)
      assert.equal(larger.at(-1), 1)
    })
  })
}

export function sampleFile(file: Partial<SeatMapFile> = {}): SeatMapFile {
  const rest = { columns: {}, prices: {}, currency: euro }
  return { format: 'usher', content: hallJson(), ...rest, ...file }
}
