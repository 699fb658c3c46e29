import { type Point, seatMapLimits } from '../seat-map.ts'
import type { Fields } from './fields.ts'
import type { Chart } from './seatsio-chart.ts'
import { capacityRule, isCapacity } from './usher-json.ts'

/** General admission: a circle, a rectangle or a polygon with a capacity. */
export function readChartArea(fields: Fields, chart: Chart): void {
  const { draft, categories, notes, items } = chart
  // One more than the limit is enough for `finishSeatMap` to refuse the file.
  if (draft.areas.size > seatMapLimits.areas) return
  const name = fields.text('label')
  const category = categories.of(fields)
  const capacity = fields.number('capacity')
  if (name === undefined) fields.problem('label', 'has no label yet: give it one in the chart')
  if (capacity === undefined && !fields.has('capacity')) fields.problem('capacity', 'missing')
  if (capacity !== undefined && !isCapacity(capacity)) fields.problem('capacity', capacityRule)
  if (name === undefined || !category || capacity === undefined) return
  if (draft.areas.has(name)) return fields.problem('label', `a second area ${name}`)
  if (fields.raw('bookAsAWhole') === true) {
    notes.add(fields.where, 'is sold place by place here, not as a whole')
  }
  const at = middleOf(fields, chart.origin)
  const area = { where: fields.where, name, category: category.name, capacity, at }
  draft.areas.set(name, area)
  items.push(area)
}

/** Where an area is does not matter to its sale: what is not to be made out is drawn below all. */
function middleOf(fields: Fields, origin: Point): Point | undefined {
  const center = fields.object('center')
  const points = center ? [center] : fields.objects('points')
  const xs = points.flatMap((point) => point.coordinate('x') ?? [])
  const ys = points.flatMap((point) => point.coordinate('y') ?? [])
  if (xs.length === 0 || ys.length === 0) return undefined
  return { x: origin.x + middle(xs), y: origin.y + middle(ys) }
}

function middle(values: readonly number[]): number {
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return (least + most) / 2
}
