import type { Point } from '../seat-map.ts'
import type { Fields } from './fields.ts'

/** Where a zone or row begins, and how far it is turned, on the plan. */
export interface Frame {
  readonly origin: Point
  /** Clockwise on a plan whose y grows downwards. */
  readonly radians: number
}

const plan: Frame = { origin: { x: 0, y: 0 }, radians: 0 }

/**
 * The frame that `fields.position` and, where editors write it, `fields.rotation` (degrees) open
 * within `outer`.
 */
export function frameOf(fields: Fields, outer: Frame = plan): Frame {
  const position = fields.object('position')
  const point = { x: position?.coordinate('x') ?? 0, y: position?.coordinate('y') ?? 0 }
  const degrees = fields.has('rotation') ? (fields.number('rotation') ?? 0) : 0
  return { origin: placed(point, outer), radians: outer.radians + (degrees * Math.PI) / 180 }
}

/** A point of a frame as a point of the plan. */
export function placed({ x, y }: Point, { origin, radians }: Frame): Point {
  if (radians === 0) return { x: origin.x + x, y: origin.y + y }
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  return { x: origin.x + x * cos - y * sin, y: origin.y + x * sin + y * cos }
}
