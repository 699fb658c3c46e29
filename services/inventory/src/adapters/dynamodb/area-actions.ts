import type { EventId } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { type AreaMove, movePlaces, placesToMove, type TakenPlaces } from '../../domain/area.ts'
import type { Conflict } from '../../domain/seat-transaction.ts'
import type { SeatStatus } from '../../domain/seat.ts'
import type { Finding, SeatAction } from './seat-action.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { areaCountsTable } from './table-descriptions.ts'

/** Counters of an item of `area_counts`; `taken` is the sum: conditions cannot add. */
const counters = { RESERVED: 'reserved', BOOKED: 'booked', BLOCKED: 'blocked' } as const
type Counter = (typeof counters)[keyof typeof counters] | 'taken'

/** One action for each area that moves, whatever the number of its moves. */
export function areaActions(
  needs: StoreNeeds,
  eventId: EventId,
  moves: readonly AreaMove[],
): SeatAction[] {
  if (moves.length === 0) return []
  const byArea = Map.groupBy(moves, ({ area }) => area)
  return [...byArea].map(([area, itsMoves]) => areaAction(needs, { eventId, area }, itsMoves))
}

function areaAction(
  { dynamodb }: StoreNeeds,
  { eventId, area }: { eventId: EventId; area: string },
  moves: readonly AreaMove[],
): SeatAction {
  const { deltas, least, taken } = sumOf(moves)
  const values: Record<string, number> = {}
  const adds: string[] = []
  const conditions: string[] = []
  for (const [counter, delta] of deltas) {
    adds.push(`${counter} :${counter}`)
    values[`:${counter}`] = delta
  }
  for (const [counter, atLeast] of least) {
    if (atLeast <= 0) continue
    conditions.push(`${counter} >= :least_${counter}`)
    values[`:least_${counter}`] = atLeast
  }
  if (taken !== undefined) {
    conditions.push(`(${taken >= 0 ? 'attribute_not_exists(taken) OR ' : ''}taken <= :most)`)
    values[':most'] = taken
  }
  const Update = {
    TableName: dynamodb.table(areaCountsTable.name),
    Key: { event_id: eventId, area },
    UpdateExpression: `ADD ${adds.join(', ')}`,
    ExpressionAttributeValues: values,
    ...(conditions.length > 0 && {
      ConditionExpression: conditions.join(' AND '),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    }),
  }
  const onFailed = (found: Item | undefined): Finding => {
    return { kind: 'conflict', conflict: lackOf(moves, takenPlacesOf(found)), stands: false }
  }
  return { key: `area/${eventId}/${area}`, write: { Update }, onFailed }
}

interface MoveSum {
  readonly deltas: ReadonlyMap<Counter, number>
  /** What each counter must at least be, so that no move on the way finds too few places. */
  readonly least: ReadonlyMap<Counter, number>
  /** What may at most be taken before; undefined: nothing is taken anew. */
  readonly taken: number | undefined
}

function sumOf(moves: readonly AreaMove[]): MoveSum {
  const deltas = new Map<Counter, number>()
  const least = new Map<Counter, number>()
  let taken: number | undefined
  const add = (counter: Counter, delta: number) =>
    deltas.set(counter, (deltas.get(counter) ?? 0) + delta)
  for (const move of moves) {
    const { from, to, quantity } = move
    if (from === 'AVAILABLE') {
      const most = move.capacity - quantity - (deltas.get('taken') ?? 0)
      taken = Math.min(taken ?? most, most)
    } else {
      const counter = counters[from]
      const needed = quantity - (deltas.get(counter) ?? 0)
      least.set(counter, Math.max(least.get(counter) ?? 0, needed))
    }
    count(from, -quantity, add)
    count(to, quantity, add)
  }
  return { deltas, least, taken }
}

function count(
  status: SeatStatus,
  delta: number,
  add: (counter: Counter, delta: number) => void,
): void {
  if (status === 'AVAILABLE') return
  add(counters[status], delta)
  add('taken', delta)
}

export function areaCountsItem(eventId: EventId, area: string, taken: TakenPlaces) {
  const { reserved, booked, blocked } = taken
  return { event_id: eventId, area, reserved, booked, blocked, taken: reserved + booked + blocked }
}

export function takenPlacesOf(found: Item | undefined): TakenPlaces {
  const countOf = (counter: Counter) => {
    const value = found?.[counter]
    return typeof value === 'number' ? value : 0
  }
  return { reserved: countOf('reserved'), booked: countOf('booked'), blocked: countOf('blocked') }
}

/** The first move that found too few places. */
function lackOf(moves: readonly AreaMove[], before: TakenPlaces): Conflict {
  let taken = before
  for (const move of moves) {
    const after = movePlaces(taken, move)
    if (!after) {
      const { area, quantity } = move
      return { kind: 'area', area, wanted: quantity, found: placesToMove(taken, move) }
    }
    taken = after
  }
  throw new Error('a condition on an area has failed that holds')
}
