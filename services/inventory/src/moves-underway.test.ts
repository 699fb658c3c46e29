import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AreaMove, TakenPlaces } from './domain/area.ts'
import { readStoredSeatMap } from './domain/formats/stored-seat-map.ts'
import { layoutOf } from './domain/seat-layout.ts'
import { SeatView } from './domain/seat-view.ts'
import { MovesUnderway } from './moves-underway.ts'
import { hallJson } from './samples/inventory-samples.fixture.ts'
import { showPlaces } from './seat-show.ts'

const booking = (quantity: number): AreaMove[] => [
  { area: 'Floor', from: 'RESERVED', to: 'BOOKED', quantity },
]

/** A floor of 9 places, of which 4 were reserved and have just been shown as booked. */
function floor() {
  const text = new TextDecoder().decode(hallJson({ rows: 0, areas: { Floor: 9 } }))
  const view = new SeatView(layoutOf(readStoredSeatMap(text)))
  view.moveArea('Floor', 'AVAILABLE', 'BOOKED', 4)
  const shown = () => {
    const { available, reserved, booked } = view.area('Floor')
    return [available, reserved, booked]
  }
  return { view, shown }
}

const found = (reserved: number, booked: number) =>
  new Map<string, TakenPlaces>([['Floor', { reserved, booked, blocked: 0 }]])

test('a look that began before a commit was answered does not undo what it shows', async () => {
  const { view, shown } = floor()
  const moves = new MovesUnderway()
  const mine = booking(4)
  moves.begin(mine)
  const look = await moves.during(() => {
    moves.end(mine)
    return Promise.resolve(found(4, 0))
  })
  showPlaces(view, look.found, look.overlapped)
  assert.deepEqual(shown(), [5, 0, 4])
})

test('a look during which a commit began does not undo what it shows', async () => {
  const { view, shown } = floor()
  const moves = new MovesUnderway()
  const look = await moves.during(() => {
    moves.begin(booking(4))
    return Promise.resolve(found(4, 0))
  })
  showPlaces(view, look.found, look.overlapped)
  assert.deepEqual(shown(), [5, 0, 4])
})

test('twin: who does not know what a look overlapped undoes it', () => {
  const { view, shown } = floor()
  showPlaces(view, found(4, 0))
  assert.deepEqual(shown(), [5, 4, 0])
})

test('what others took is shown although commits of our own are under way all the time', async () => {
  const { view, shown } = floor()
  const moves = new MovesUnderway()
  moves.begin(booking(4))
  const look = await moves.during(() => Promise.resolve(found(7, 0)))
  showPlaces(view, look.found, look.overlapped)
  assert.deepEqual(shown(), [2, 3, 4])
})

test('more than there is is never shown as taken', async () => {
  const { view, shown } = floor()
  const moves = new MovesUnderway()
  moves.begin(booking(4))
  const look = await moves.during(() => Promise.resolve(found(4, 5)))
  showPlaces(view, look.found, look.overlapped)
  const [available = -1, reserved = 0, booked = 0] = shown()
  assert.equal(available + reserved + booked, 9)
})

test('a look after the commit has ended is shown as it is', async () => {
  const { view, shown } = floor()
  const moves = new MovesUnderway()
  const mine = booking(4)
  moves.begin(mine)
  moves.end(mine)
  const look = await moves.during(() => Promise.resolve(found(0, 2)))
  showPlaces(view, look.found, look.overlapped)
  assert.deepEqual(shown(), [7, 0, 2])
})
