import { type Point, seatMapLimits } from '../seat-map.ts'
import type { Fields } from './fields.ts'
import { type Frame, placed } from './pretix-frames.ts'
import type { SeatMapDraft } from './seat-map-draft.ts'

/** A drawn shape of a plan: a stage, a pitch, a bar, a word. */
export interface Shape {
  readonly text: string | undefined
  readonly center: Point
  readonly width: number
  readonly height: number
  /** A circle or an ellipse. */
  readonly round: boolean
}

/**
 * The box of a circle, ellipse, rectangle, polygon or text. A shape is decoration: what cannot be
 * made out is undefined or of no size, never a problem.
 */
export function readPretixShape(area: Fields, zone: Frame): Shape | undefined {
  const { x, y } = recordOf(area.raw('position'))
  const origin = placed({ x: numberOf(x), y: numberOf(y) }, zone)
  const turned = (numberOf(area.raw('rotation')) * Math.PI) / 180
  const frame: Frame = { origin, radians: zone.radians + turned }
  const box = boxOf(area)
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const center = placed(middle, frame)
  const limit = seatMapLimits.coordinate
  if (Math.abs(center.x) > limit || Math.abs(center.y) > limit) return undefined
  const round = area.has('circle') || area.has('ellipse')
  return { text: textOf(area), center, width: box.width, height: box.height, round }
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Circles and ellipses stand on their centre, rectangles on their corner, polygons on their points.
 */
function boxOf(area: Fields): Box {
  const circle = recordOf(area.raw('circle'))
  if (area.has('circle')) return centered(numberOf(circle['radius']), numberOf(circle['radius']))
  const ellipse = recordOf(recordOf(area.raw('ellipse'))['radius'])
  if (area.has('ellipse')) return centered(numberOf(ellipse['x']), numberOf(ellipse['y']))
  if (area.has('polygon')) return polygonBox(recordOf(area.raw('polygon'))['points'])
  const rectangle = recordOf(area.raw('rectangle'))
  const width = numberOf(rectangle['width'] ?? area.raw('width'))
  const height = numberOf(rectangle['height'] ?? area.raw('height'))
  return { x: 0, y: 0, width, height }
}

function centered(radiusX: number, radiusY: number): Box {
  return { x: -radiusX, y: -radiusY, width: 2 * radiusX, height: 2 * radiusY }
}

function polygonBox(points: unknown): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const point of Array.isArray(points) ? points : []) {
    const { x, y } = recordOf(point)
    left = Math.min(left, numberOf(x))
    right = Math.max(right, numberOf(x))
    top = Math.min(top, numberOf(y))
    bottom = Math.max(bottom, numberOf(y))
  }
  if (left > right) return { x: 0, y: 0, width: 0, height: 0 }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function numberOf(value: unknown): number {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : 0
}

/** pretix writes `text: {text}`; its first schema wrote `text`. */
function textOf(area: Fields): string | undefined {
  const value = area.raw('text')
  const text = typeof value === 'string' ? value : recordOf(value)['text']
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}

/** The word for what people look at, in the languages that plans have been seen in. */
export const STAGE =
  /stage|bühne|scène|escenario|palco|podium|toneel|screen|leinwand|pitch|manege|сцена|舞台/i

/**
 * Where people look: the shape that says it is the stage, else the largest shape without a seat in
 * it (a pitch, a ring). Undefined when there is neither.
 */
export function stageOf(shapes: readonly Shape[], draft: SeatMapDraft): Point | undefined {
  const named = shapes.find(({ text }) => text !== undefined && STAGE.test(text))
  if (named) return named.center
  const largestFirst = shapes
    .filter((shape) => shape.text === undefined && shape.width * shape.height > 0)
    .toSorted((a, b) => b.width * b.height - a.width * a.height)
    .slice(0, MAX_STAGE_CANDIDATES)
  return largestFirst.find((shape) => !hasSeats(shape, draft))?.center
}

/** Each candidate costs a look at every seat. */
const MAX_STAGE_CANDIDATES = 10

function hasSeats({ center, width, height }: Shape, { sections }: SeatMapDraft): boolean {
  for (const { rows } of sections.values()) {
    for (const row of rows) {
      for (const { at } of row.seats) {
        if (!at) continue
        const inX = Math.abs(at.x - center.x) < width / 2
        if (inX && Math.abs(at.y - center.y) < height / 2) return true
      }
    }
  }
  return false
}
