import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type OrphanRule, orphansLeft } from './orphan-rule.ts'
import type { SeatNumber } from '@usher/kernel'
import { type Sketch, sketchedView } from './sketched-map.ts'

/** The seats that choosing `chosen` would strand. */
function stranded(sketch: Sketch, chosen: readonly string[], rule: OrphanRule): string[] {
  const view = sketchedView(sketch)
  const seats = chosen.map((name) => view.layout.indexOf(name as SeatNumber) ?? -1)
  return orphansLeft(view, seats, rule).map((seat) => view.layout.seatNumberAt(seat))
}

test('a seat left alone in its row is refused while there is another way', () => {
  assert.deepEqual(stranded({ S: ['......'] }, ['S-A-2', 'S-A-3'], 'strict'), ['S-A-1'])
  assert.deepEqual(stranded({ S: ['......'] }, ['S-A-2', 'S-A-3'], 'lenient'), ['S-A-1'])
  assert.deepEqual(stranded({ S: ['......'] }, ['S-A-2', 'S-A-3'], 'off'), [])
  assert.deepEqual(stranded({ S: ['......'] }, ['S-A-1', 'S-A-2'], 'strict'), [])
})

test('seats between two chosen ones are stranded too', () => {
  assert.deepEqual(stranded({ S: ['.....'] }, ['S-A-1', 'S-A-3', 'S-A-5'], 'strict'), [
    'S-A-2',
    'S-A-4',
  ])
})

test('strict looks at the whole hall, lenient at the same free seats', () => {
  const sketch = { S: ['x...x', '.....'] }
  assert.deepEqual(stranded(sketch, ['S-A-2', 'S-A-3'], 'strict'), ['S-A-4'])
  assert.deepEqual(stranded(sketch, ['S-A-2', 'S-A-3'], 'lenient'), [])
})

test('strict gives in when no other place would do', () => {
  assert.deepEqual(stranded({ S: ['x...x', 'x.x.x'] }, ['S-A-2', 'S-A-3'], 'strict'), [])
})

test('another category is no other way', () => {
  assert.deepEqual(stranded({ S: ['x...x', ',,,,,'] }, ['S-A-2', 'S-A-3'], 'strict'), [])
})

test('a seat that was alone before is nobody’s fault', () => {
  assert.deepEqual(stranded({ S: ['.x....'] }, ['S-A-3', 'S-A-4'], 'strict'), [])
})

test('an aisle or a change of category ends the block', () => {
  assert.deepEqual(stranded({ S: ['...|...'] }, ['S-A-2', 'S-A-3'], 'lenient'), [])
  assert.deepEqual(stranded({ S: ['....|..'] }, ['S-A-2', 'S-A-3'], 'lenient'), ['S-A-1', 'S-A-4'])
  assert.deepEqual(stranded({ S: ['....,,'] }, ['S-A-2', 'S-A-3'], 'lenient'), ['S-A-1', 'S-A-4'])
})

test('tables and parties with a wheelchair strand nobody', () => {
  assert.deepEqual(stranded({ S: ['o....', '....'] }, ['S-A-2', 'S-A-3'], 'strict'), [])
  assert.deepEqual(stranded({ S: ['w...', '....'] }, ['S-A-1', 'S-A-2', 'S-A-3'], 'strict'), [])
})

const row = fc
  .array(fc.constantFrom('.', '.', '.', 'x', ',', ';', '|'), { minLength: 1, maxLength: 8 })
  .map((drawn) => drawn.join('').replaceAll(/^\|+/g, ''))
  .filter((text) => text !== '')
const rowsOfSeats = fc.array(row, { minLength: 1, maxLength: 3 })

test('a naive model refuses the same seats', () => {
  fc.assert(
    fc.property(
      rowsOfSeats,
      fc.infiniteStream(fc.boolean()),
      fc.constantFrom<OrphanRule>('strict', 'lenient', 'off'),
      (S, coins, rule) => {
        const view = sketchedView({ S })
        const chosen = Array.from(view.states.keys()).filter((seat) => {
          return view.states[seat] === 0 && coins.next().value
        })
        assert.deepEqual([...orphansLeft(view, chosen, rule)], naiveOrphans(S, chosen, rule))
      },
    ),
    { numRuns: 1000 },
  )
})

interface FreeSeats {
  readonly seats: number[]
  readonly category: string
}

/**
 * The rule in words, over the picture: cut it into runs of free seats and try every way to sit in
 * each.
 */
function naiveOrphans(rows: readonly string[], chosen: readonly number[], rule: OrphanRule) {
  const runs = freeRuns(rows)
  const touched = runs.filter(({ seats }) => seats.some((seat) => chosen.includes(seat)))
  const categories = touched.map(({ category }) => category)
  const elsewhere = runs.filter(
    (run) => !touched.includes(run) && categories.includes(run.category),
  )
  return touched.flatMap((run) => {
    const own = run.seats.filter((seat) => chosen.includes(seat))
    const left = alone(run.seats.filter((seat) => !own.includes(seat)))
    const others = rule === 'strict' ? elsewhere : []
    const avoidable = [run, ...others].some(({ seats }) => fits(seats, own.length))
    return rule !== 'off' && avoidable ? left : []
  })
}

function fits(run: readonly number[], size: number): boolean {
  return run.some((_, from) => {
    const rest = [...run.slice(0, from), ...run.slice(from + size)]
    return from + size <= run.length && alone(rest).length === 0
  })
}

function alone(seats: readonly number[]): number[] {
  return seats.filter((seat) => !seats.includes(seat - 1) && !seats.includes(seat + 1))
}

function freeRuns(rows: readonly string[]): FreeSeats[] {
  let seat = 0
  return rows.flatMap((text) => {
    const runs: FreeSeats[] = []
    let last = ''
    for (const drawn of text) {
      if (drawn !== '|') {
        const free = drawn === '.' || drawn === ','
        if (free && drawn === last) runs.at(-1)?.seats.push(seat)
        else if (free) runs.push({ seats: [seat], category: drawn })
        seat++
      }
      last = drawn
    }
    return runs
  })
}
