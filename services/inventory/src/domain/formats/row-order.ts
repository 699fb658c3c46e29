import type { Point } from '../seat-map.ts'

/** The seats of a row as they stand side by side. */
export interface RowOrder {
  /** `order[i]` is the place in the file of the i-th seat from the left. */
  readonly order: readonly number[]
  /** Distance from the i-th seat to the next. */
  readonly steps: readonly number[]
  /** The last seat is a neighbour of the first: chairs around a table. */
  readonly ring: boolean
}

/**
 * A step longer than this many usual steps is an aisle. Seats 1.5 apart (armchairs) are still
 * neighbours.
 */
const AISLE_STEPS = 1.75

/**
 * Finds who sits next to whom from where the seats are, never from their numbers: odd and even
 * sides are common. Seats are sorted along the row's main direction; where following the file's
 * order is a shorter walk (chairs around a table, a horseshoe), that is the order.
 */
export function orderRow(points: readonly Point[]): RowOrder {
  const inFile = points.map((_, index) => index)
  const along = mainDirection(points)
  const projected = inFile.toSorted((a, b) => {
    const [p, q] = [points[a] ?? origin, points[b] ?? origin]
    return (p.x - q.x) * along.x + (p.y - q.y) * along.y || a - b
  })
  const fileSteps = stepsOf(points, inFile)
  const projectedSteps = stepsOf(points, projected)
  const shortest = Math.min(total(fileSteps), total(projectedSteps))
  const curved = curvedOrder(points, projected, shortest)
  if (curved) return { order: curved, steps: stepsOf(points, curved), ring: false }
  if (total(projectedSteps) <= total(fileSteps) * 1.000_001) {
    return { order: projected, steps: projectedSteps, ring: false }
  }
  const closing = distance(points.at(-1) ?? origin, points[0] ?? origin)
  return { order: inFile, steps: fileSteps, ring: closing <= median(fileSteps) * AISLE_STEPS }
}

/** A walk this much longer than the way from end to end is no straight row. */
const CURVED = 1.1
/** A walk from neighbour to neighbour must be this much shorter to be believed. */
const CLEARLY = 0.9
/** Each step looks at every seat that is left. */
const MAX_CURVED = 400

/**
 * The order along a row so bent that projecting it mixes its ends (a horseshoe) and that the file
 * does not list in order either: from one end, always to the nearest seat. Undefined where that is
 * not clearly shorter.
 */
function curvedOrder(
  points: readonly Point[],
  projected: readonly number[],
  shortest: number,
): readonly number[] | undefined {
  const [first = 0, last = 0] = [projected[0], projected.at(-1)]
  const ends = distance(points[first] ?? origin, points[last] ?? origin)
  if (shortest <= ends * CURVED || points.length > MAX_CURVED) return undefined
  const middle = { x: average(points.map((p) => p.x)), y: average(points.map((p) => p.y)) }
  const far = projected.reduce((most, at) => {
    return away(points, at, middle) > away(points, most, middle) ? at : most
  }, first)
  const walks = [first, far].map((start) => {
    const order = walkFrom(points, start)
    return { order, length: total(stepsOf(points, order)) }
  })
  const [one, other] = walks
  if (!one || !other) return undefined
  const best = other.length < one.length ? other : one
  if (best.length >= shortest * CLEARLY) return undefined
  const [from, to] = [points[best.order[0] ?? 0], points[best.order.at(-1) ?? 0]]
  return (from?.x ?? 0) > (to?.x ?? 0) ? best.order.toReversed() : best.order
}

function away(points: readonly Point[], at: number, middle: Point): number {
  return distance(points[at] ?? origin, middle)
}

function walkFrom(points: readonly Point[], start: number): number[] {
  const left = new Set(points.keys())
  const order: number[] = []
  for (let here: number | undefined = start; here !== undefined; ) {
    left.delete(here)
    order.push(here)
    const from: Point = points[here] ?? origin
    let nearest: { at: number; distance: number } | undefined
    for (const at of left) {
      const far = away(points, at, from)
      if (!nearest || far < nearest.distance) nearest = { at, distance: far }
    }
    here = nearest?.at
  }
  return order
}

/**
 * Whether an aisle follows each seat but the last. `usualStep` is the section's: two seats far
 * apart, or a row of pairs, are told from their surroundings.
 */
export function aislesOf(steps: readonly number[], usualStep: number): boolean[] {
  const own = median(steps)
  const step = usualStep > 0 ? Math.min(own, 2 * usualStep) : own
  return steps.map((it) => it > step * AISLE_STEPS)
}

/** The middle value, the lower one of two; 0 of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0
}

const origin: Point = { x: 0, y: 0 }

/**
 * The direction in which the points spread most (first principal component), pointing right, or
 * down if upright.
 */
function mainDirection(points: readonly Point[]): Point {
  const mean = { x: average(points.map((p) => p.x)), y: average(points.map((p) => p.y)) }
  let xx = 0
  let xy = 0
  let yy = 0
  for (const { x, y } of points) {
    xx += (x - mean.x) ** 2
    xy += (x - mean.x) * (y - mean.y)
    yy += (y - mean.y) ** 2
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  const along = { x: Math.cos(angle), y: Math.sin(angle) }
  const upright = Math.abs(along.x) < 1e-9
  const backwards = upright ? along.y < 0 : along.x < 0
  return backwards ? { x: -along.x, y: -along.y } : along
}

function stepsOf(points: readonly Point[], order: readonly number[]): number[] {
  return order
    .slice(1)
    .map((to, at) => distance(points[order[at] ?? 0] ?? origin, points[to] ?? origin))
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : total(values) / values.length
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
