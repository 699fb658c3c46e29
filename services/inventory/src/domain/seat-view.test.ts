import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { layoutOf } from './seat-layout.ts'
import type { SeatStatus } from './seat.ts'
import { SeatView, seatStates } from './seat-view.ts'
import { sketchedMap } from './sketched-map.ts'

const map = {
  ...sketchedMap({ Stalls: ['.....,,', '...'], Balcony: ['w,c'] }),
  areas: [
    { name: 'Floor', category: 'Standard', capacity: 30, x: 0, y: 0 },
    { name: 'Bar', category: 'Premium', capacity: 5, x: 0, y: 0 },
  ],
}
const newView = () => new SeatView(layoutOf(map), { firstChangeNumber: 7_000_000_000 })

/** What a client of docs/availability.md keeps. */
interface Known {
  readonly changeNumber: number
  readonly seats: SeatStatus[]
  readonly areas: number[][]
}

test('seats are counted by section and category, areas by themselves', () => {
  const view = newView()
  view.set(0, 'RESERVED')
  view.set(5, 'BOOKED')
  view.moveArea('Floor', 'AVAILABLE', 'RESERVED', 4)
  view.moveArea('Floor', 'RESERVED', 'BOOKED', 3)
  assert.deepEqual(
    view.sections().map(({ section, category, area, counts }) => {
      return [section, category, area, counts.available, counts.reserved, counts.booked]
    }),
    [
      ['Stalls', 'Standard', false, 7, 1, 0],
      ['Stalls', 'Premium', false, 1, 0, 1],
      ['Balcony', 'Standard', false, 2, 0, 0],
      ['Balcony', 'Premium', false, 1, 0, 0],
      ['Floor', 'Standard', true, 26, 1, 3],
      ['Bar', 'Premium', true, 5, 0, 0],
    ],
  )
  assert.deepEqual(view.counts(), { available: 42, reserved: 2, booked: 4, blocked: 0, total: 48 })
  assert.deepEqual(view.area('Bar'), { available: 5, reserved: 0, booked: 0, blocked: 0, total: 5 })
})

test('an area never gives away more places than it has', () => {
  const view = newView()
  assert.throws(() => view.moveArea('Bar', 'AVAILABLE', 'RESERVED', 6), RangeError)
  assert.throws(() => view.moveArea('Bar', 'AVAILABLE', 'RESERVED', -1), RangeError)
  assert.throws(() => view.moveArea('Roof', 'AVAILABLE', 'RESERVED', 1), RangeError)
  assert.equal(view.area('Bar').available, 5)
})

test('a seat that the map has not is refused', () => {
  const view = newView()
  assert.throws(() => view.set(13, 'BOOKED'), RangeError)
  assert.throws(() => view.statusAt(-1), RangeError)
})

test('setting what is so already changes nothing', () => {
  const view = newView()
  const body = view.body()
  view.set(3, 'AVAILABLE')
  assert.equal(view.changeNumber, 7_000_000_000)
  assert.equal(view.body(), body)
})

test('two bits a seat make a small body', () => {
  assert.equal(newView().body().length, 24 + 2 * 16 + 4)
})

type Change = { readonly seat: number; readonly status: SeatStatus } | { readonly places: number }

const changes = fc.array(
  fc.oneof<fc.Arbitrary<Change>[]>(
    fc.record({ seat: fc.nat({ max: 12 }), status: fc.constantFrom(...seatStates) }),
    fc.record({ places: fc.nat({ max: 2 }) }),
  ),
  { maxLength: 40 },
)

test('whoever applies deltas knows what the view knows', () => {
  fc.assert(
    fc.property(changes, fc.nat({ max: 40 }), (steps, lookAfter) => {
      const view = newView()
      let known = decode(view.body())
      for (const [at, step] of steps.entries()) {
        apply(view, step)
        if (at % (lookAfter + 1) === 0) known = decode(view.delta(known.changeNumber), known)
      }
      known = decode(view.delta(known.changeNumber), known)
      assert.deepEqual(known, decode(view.body()))
      assert.deepEqual(
        known.seats,
        Array.from(view.states.keys(), (seat) => view.statusAt(seat)),
      )
      assert.equal(known.changeNumber, view.changeNumber)
      assert.deepEqual(freeInBlocks(view), [...view.freeInBlock])
    }),
  )
})

test('a change number too old, of another view or absurd is answered with the whole map', () => {
  const view = newView()
  for (let change = 0; change < 20_000; change++)
    view.set(0, change % 2 === 0 ? 'BOOKED' : 'BLOCKED')
  const { changeNumber } = view
  for (const since of [0, 1, 7_000_000_000, changeNumber + 1, -1, Number.NaN, changeNumber - 0.5]) {
    assert.equal(view.delta(since), view.body(), `since ${since}`)
  }
  assert.equal(view.delta(changeNumber - 1).length, 24 + 8 + 4)
  assert.equal(view.delta(changeNumber - 16_000).length, 24 + 8 + 4)
  assert.equal(view.delta(changeNumber).length, 24 + 8)
})

function apply(view: SeatView, change: Change): void {
  if ('seat' in change) return view.set(change.seat, change.status)
  const places = Math.min(change.places, view.area('Floor').available)
  view.moveArea('Floor', 'AVAILABLE', 'RESERVED', places)
}

function freeInBlocks({ layout, states }: SeatView): number[] {
  return Array.from({ length: layout.blocks.count }, (_, block) => {
    return layout.blocks.of.filter((its, seat) => its === block && states[seat] === 0).length
  })
}

/** A reader of docs/availability.md that shares nothing with the writer. */
function decode(body: Uint8Array, known: Known = { changeNumber: 0, seats: [], areas: [] }): Known {
  const bytes = new DataView(body.buffer, body.byteOffset, body.byteLength)
  assert.equal(new TextDecoder().decode(body.subarray(0, 4)), 'USAV')
  assert.equal(bytes.getUint8(4), 1)
  const changeNumber = Number(bytes.getBigUint64(8, true))
  const [seats, areas] = [[...known.seats], [...known.areas]]
  const areaCount = bytes.getUint16(6, true)
  const seatCount = bytes.getUint32(16, true)
  const counts = (at: number) => [0, 4, 8, 12].map((offset) => bytes.getUint32(at + offset, true))
  if (bytes.getUint8(5) === 0) {
    for (let area = 0; area < areaCount; area++) areas[area] = counts(24 + area * 16)
    for (let seat = 0; seat < seatCount; seat++) {
      const packed = bytes.getUint8(24 + areaCount * 16 + (seat >> 2))
      seats[seat] = seatStates[(packed >> ((seat & 3) * 2)) & 3] ?? 'AVAILABLE'
    }
    return { changeNumber, seats, areas }
  }
  assert.ok(Number(bytes.getBigUint64(24, true)) <= known.changeNumber)
  for (let at = 32; at < 32 + areaCount * 20; at += 20) {
    areas[bytes.getUint32(at, true)] = counts(at + 4)
  }
  const from = 32 + areaCount * 20
  for (let entry = 0; entry < bytes.getUint32(20, true); entry++) {
    const change = bytes.getUint32(from + entry * 4, true)
    seats[change >>> 2] = seatStates[change & 3] ?? 'AVAILABLE'
  }
  return { changeNumber, seats, areas }
}
