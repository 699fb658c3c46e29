import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bestAvailable, type SeatWish } from './best-available.ts'
import { type OrphanRule, orphansLeft } from './orphan-rule.ts'
import { seatMark } from './seat-marks.ts'
import type { SeatView } from './seat-view.ts'
import { type Sketch, sketchedView } from './sketched-map.ts'

function best(sketch: Sketch, wish: SeatWish, rule: OrphanRule = 'strict'): string[] | undefined {
  const view = sketchedView(sketch)
  return bestAvailable(view, wish, rule)?.seats.map((seat) => view.layout.seatNumberAt(seat))
}

const numbers = (row: string, ...labels: number[]) => labels.map((label) => `${row}-${label}`)

test('the neighbours nearest to the focal point are chosen', () => {
  assert.deepEqual(best({ S: ['......', '......'] }, { quantity: 2 }), numbers('S-A', 3, 4))
})

test('of two equally near choices the left one wins', () => {
  assert.deepEqual(best({ S: ['.....'] }, { quantity: 2 }, 'off'), numbers('S-A', 2, 3))
})

test('a farther choice that strands nobody beats a nearer one that does', () => {
  assert.deepEqual(best({ S: ['x...x', '.....'] }, { quantity: 2 }), numbers('S-B', 1, 2))
  assert.deepEqual(best({ S: ['x...x', '.....'] }, { quantity: 2 }, 'off'), numbers('S-A', 2, 3))
})

test('a seat is stranded when there is no other way to sit together', () => {
  assert.deepEqual(best({ S: ['x...x', 'x.x.x'] }, { quantity: 2 }), numbers('S-A', 2, 3))
})

test('nobody sits across an aisle, or across categories', () => {
  assert.deepEqual(best({ S: ['x..|..', '....'] }, { quantity: 3 }, 'off'), numbers('S-B', 1, 2, 3))
  assert.deepEqual(best({ S: ['..,,', '....'] }, { quantity: 3 }, 'off'), numbers('S-B', 1, 2, 3))
})

test('a party that fits nowhere is divided without leaving one person alone', () => {
  assert.deepEqual(best({ S: ['x...x.', '..xxx.'] }, { quantity: 5 }), [
    ...numbers('S-A', 2, 3, 4),
    ...numbers('S-B', 1, 2),
  ])
  const view = sketchedView({ S: ['x...x.', '..xxx.'] })
  assert.equal(bestAvailable(view, { quantity: 5 }, 'strict')?.adjacent, false)
  assert.equal(bestAvailable(view, { quantity: 3 }, 'strict')?.adjacent, true)
})

test('too few seats are no choice', () => {
  assert.equal(best({ S: ['x..x'] }, { quantity: 3 }), undefined)
  assert.equal(best({ S: [] }, { quantity: 1 }), undefined)
  assert.equal(best({ S: ['...'] }, { quantity: 0 }), undefined)
})

test('section and category are never left', () => {
  const sketch = { Stalls: ['....'], Balcony: ['..,,'] }
  assert.deepEqual(best(sketch, { quantity: 2, section: 'Balcony' }), numbers('Balcony-A', 1, 2))
  assert.deepEqual(best(sketch, { quantity: 2, category: 'Premium' }), numbers('Balcony-A', 3, 4))
  assert.equal(best(sketch, { quantity: 3, category: 'Premium' }), undefined)
  assert.equal(best(sketch, { quantity: 2, section: 'Gallery' }), undefined)
})

test('accessible and companion seats wait for those who need them', () => {
  assert.equal(best({ S: ['wc', 'x.'] }, { quantity: 2 }), undefined)
  assert.deepEqual(best({ S: ['wc....'] }, { quantity: 2 }), numbers('S-A', 3, 4))
})

test('a wheelchair party sits together around one accessible seat', () => {
  const accessible = true
  assert.deepEqual(best({ S: ['.wc.ww'] }, { quantity: 2, accessible }), numbers('S-A', 2, 3))
  assert.deepEqual(best({ S: ['..wc..'] }, { quantity: 1, accessible }), numbers('S-A', 3))
  assert.equal(best({ S: ['......'] }, { quantity: 1, accessible }), undefined)
})

test('a second accessible seat is left for somebody else', () => {
  const accessible = true
  assert.deepEqual(best({ S: ['.ww.'] }, { quantity: 2, accessible }), numbers('S-A', 1, 2))
  assert.deepEqual(best({ S: ['xwwx'] }, { quantity: 2, accessible }), numbers('S-A', 2, 3))
})

test('who finds no room beside the wheelchair sits together elsewhere', () => {
  assert.deepEqual(best({ S: ['xwcx', '....'] }, { quantity: 4, accessible: true }), [
    ...numbers('S-A', 2, 3),
    ...numbers('S-B', 1, 2),
  ])
})

test('a table sold as a whole goes to a party of its size only', () => {
  assert.equal(best({ S: ['=....'] }, { quantity: 3 }), undefined)
  assert.deepEqual(best({ S: ['=....'] }, { quantity: 4 }), numbers('S-A', 1, 2, 3, 4))
  assert.equal(best({ S: ['=...x'] }, { quantity: 3 }), undefined)
})

test('the last chair of a table sold by seat is no orphan', () => {
  assert.deepEqual(best({ S: ['o...', '....'] }, { quantity: 2 }), numbers('S-A', 1, 2))
})

const places = fc.constantFrom('.', '.', '.', 'x', 'x', ',', ';', 'w', 'c', '|')
const rows = fc
  .tuple(fc.constantFrom('', '', '', '=', 'o'), fc.array(places, { minLength: 1, maxLength: 6 }))
  .map(([table, drawn]) => table + drawn.join('').replaceAll(/^\|+/g, ''))
  .filter((row) => /[^=o|]/.test(row))
const sketches = fc.record({
  Stalls: fc.array(rows, { minLength: 1, maxLength: 2 }),
  Balcony: fc.array(rows, { minLength: 1, maxLength: 1 }),
})
const rules = fc.constantFrom<OrphanRule>('strict', 'lenient', 'off')

test('no other choice is better, by exhaustive search', () => {
  fc.assert(
    fc.property(sketches, fc.integer({ min: 1, max: 5 }), rules, (sketch, quantity, rule) => {
      const view = sketchedView(sketch)
      const found = bestAvailable(view, { quantity }, rule)
      const ranks = choices(view, quantity).map((seats) => rank(view, seats, rule))
      const expected = ranks.toSorted(compare)[0]
      assert.deepEqual(found && rank(view, found.seats, rule), expected)
    }),
    { numRuns: 400 },
  )
})

test('in a larger hall too, where most rows need no look', () => {
  const hall = fc.record({ Hall: fc.array(rows, { minLength: 6, maxLength: 10 }) })
  fc.assert(
    fc.property(hall, fc.integer({ min: 1, max: 2 }), rules, (sketch, quantity, rule) => {
      const view = sketchedView(sketch)
      const found = bestAvailable(view, { quantity }, rule)
      const ranks = choices(view, quantity).map((seats) => rank(view, seats, rule))
      assert.deepEqual(found && rank(view, found.seats, rule), ranks.toSorted(compare)[0])
    }),
    { numRuns: 300 },
  )
})

test('what is chosen never breaks the orphan rule', () => {
  fc.assert(
    fc.property(sketches, fc.integer({ min: 1, max: 8 }), rules, (sketch, quantity, rule) => {
      const view = sketchedView(sketch)
      const found = bestAvailable(view, { quantity }, rule)
      if (found) assert.deepEqual(orphansLeft(view, found.seats, rule), [])
    }),
    { numRuns: 1000 },
  )
})

test('a wheelchair party gets free seats with an accessible one, whatever the map', () => {
  fc.assert(
    fc.property(sketches, fc.integer({ min: 1, max: 5 }), rules, (sketch, quantity, rule) => {
      const view = sketchedView(sketch)
      const found = bestAvailable(view, { quantity, accessible: true }, rule)
      if (!found) return
      assert.equal(new Set(found.seats).size, quantity)
      assert.ok(found.seats.every((seat) => view.statusAt(seat) === 'AVAILABLE'))
      assert.ok(found.seats.some((seat) => hasMark(view, seat, seatMark.accessible)))
    }),
    { numRuns: 300 },
  )
})

function hasMark({ layout }: SeatView, seat: number, mark: number): boolean {
  return ((layout.marks[seat] ?? 0) & mark) !== 0
}

/**
 * Every set of free ordinary seats of that size; seats of whole tables only as whole tables of that
 * size.
 */
function choices(view: SeatView, quantity: number): number[][] {
  const wheelchair = seatMark.accessible | seatMark.companion
  const free = Array.from(view.states.keys()).filter((seat) => view.states[seat] === 0)
  const ordinary = free.filter((seat) => !hasMark(view, seat, wheelchair | seatMark.wholeTable))
  const { rowStart } = view.layout
  const tables = Array.from(rowStart.keys(), (row) => {
    const from = rowStart[row] ?? 0
    return Array.from({ length: (rowStart[row + 1] ?? from) - from }, (_, place) => from + place)
  }).filter((seats) => {
    const whole = seats.every((seat) => hasMark(view, seat, seatMark.wholeTable))
    const usable = seats.every((seat) => free.includes(seat) && !hasMark(view, seat, wheelchair))
    return seats.length === quantity && whole && usable
  })
  return [...subsets(ordinary, quantity), ...tables]
}

function subsets(seats: readonly number[], size: number): number[][] {
  const [first, ...others] = seats
  if (size === 0) return [[]]
  if (first === undefined) return []
  return [
    ...subsets(others, size - 1).map((subset) => [first, ...subset]),
    ...subsets(others, size),
  ]
}

/**
 * What `bestAvailable` promises to minimise, most important first, worked out without its
 * shortcuts.
 */
function rank(view: SeatView, seats: readonly number[], rule: OrphanRule): number[] {
  const { blocks, distance } = view.layout
  const whole = seats.some((seat) => hasMark(view, seat, seatMark.wholeTable))
  const sum = seats.reduce((total, seat) => total + (distance[seat] ?? 0), 0)
  if (whole) return [0, 2, 0, 1, sum]
  const next = (a: number, b: number) => b === a + 1 && blocks.of[a] === blocks.of[b]
  const groups: number[][] = []
  for (const seat of seats) {
    const group = groups.at(-1)
    if (group && next(group.at(-1) ?? -2, seat)) group.push(seat)
    else groups.push([seat])
  }
  const alone = groups.filter((group) => group.length === 1).length
  const orphans = rule === 'off' ? 0 : strandedBy(view, seats)
  const together = groups.length === 1
  const tier = together ? Math.min(orphans, 1) : 3
  return [tier === 3 ? 1 : 0, tier, together ? 0 : alone * 100 + orphans, groups.length, sum]
}

function strandedBy(view: SeatView, chosen: readonly number[]): number {
  const { blocks, marks } = view.layout
  const neighbours = (seat: number) =>
    [seat - 1, seat + 1].filter((other) => {
      return blocks.of[other] === blocks.of[seat] && view.states[other] === 0
    })
  return Array.from(view.states.keys()).filter((seat) => {
    const special = seatMark.accessible | seatMark.companion | seatMark.table
    if (view.states[seat] !== 0 || chosen.includes(seat)) return false
    if (((marks[seat] ?? 0) & special) !== 0) return false
    const before = neighbours(seat)
    return before.length > 0 && before.every((other) => chosen.includes(other))
  }).length
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) if (value !== b[at]) return value - (b[at] ?? 0)
  return 0
}
