import svgpath from 'svgpath'
import type { Point } from '../seat-map.ts'
import { applied, type Matrix } from './svg-transforms.ts'

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export type Attributes = Readonly<Record<string, string>>

/** What draws something; `g` and `use` draw what they hold. */
export const shapeNames: ReadonlySet<string> = new Set(
  'circle ellipse rect path polygon polyline line image foreignObject text'.split(' '),
)

/** The box of a shape in its own coordinates; undefined when it draws nothing that can be read. */
export function shapeBox(name: string, attributes: Attributes): Box | undefined {
  const number = (key: string) => numberOf(attributes[key])
  switch (name) {
    case 'circle':
      return around(number('cx'), number('cy'), number('r'), number('r'))
    case 'ellipse':
      return around(number('cx'), number('cy'), number('rx'), number('ry'))
    case 'rect':
    case 'image':
    case 'foreignObject':
      return {
        left: number('x'),
        top: number('y'),
        right: number('x') + number('width'),
        bottom: number('y') + number('height'),
      }
    case 'line':
      return boxOfPoints([number('x1'), number('y1'), number('x2'), number('y2')])
    case 'text':
      return boxOfPoints([number('x'), number('y')])
    case 'polygon':
    case 'polyline':
      return boxOfPoints(numbersOf(attributes['points'] ?? ''))
    case 'path':
      return pathBox(attributes['d'] ?? '')
    default:
      return undefined
  }
}

/** The number that a length begins with; units are the drawing's. */
export function numberOf(text: string | undefined): number {
  const number = Number.parseFloat(text ?? '0')
  return Number.isFinite(number) ? number : 0
}

export function numbersOf(text: string): number[] {
  const found = text.match(/[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi) ?? []
  return found.map(Number)
}

/** The box around a box that was transformed: its middle is the transformed middle. */
export function transformed(matrix: Matrix, { left, top, right, bottom }: Box): Box {
  const corners = [
    applied(matrix, { x: left, y: top }),
    applied(matrix, { x: right, y: top }),
    applied(matrix, { x: left, y: bottom }),
    applied(matrix, { x: right, y: bottom }),
  ]
  return corners.map(pointBox).reduce(united)
}

export function united(a: Box, b: Box): Box {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  }
}

export function middleOf({ left, top, right, bottom }: Box): Point {
  return { x: (left + right) / 2, y: (top + bottom) / 2 }
}

function pointBox({ x, y }: Point): Box {
  return { left: x, top: y, right: x, bottom: y }
}

function around(x: number, y: number, rx: number, ry: number): Box {
  return { left: x - rx, top: y - ry, right: x + rx, bottom: y + ry }
}

function boxOfPoints(numbers: readonly number[]): Box | undefined {
  let box: Box | undefined
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    const point = pointBox({ x: numbers[at] ?? 0, y: numbers[at + 1] ?? 0 })
    box = box ? united(box, point) : point
  }
  return box
}

/** Of the points and handles of the path: close enough for shapes that are alike on both sides. */
function pathBox(d: string): Box | undefined {
  const numbers: number[] = []
  svgpath(d)
    .abs()
    .unshort()
    .unarc()
    .iterate((segment, _, x, y) => {
      if (segment[0] === 'H') numbers.push(segment[1], y)
      else if (segment[0] === 'V') numbers.push(x, segment[1])
      else for (const number of segment.slice(1)) numbers.push(Number(number))
    })
  return boxOfPoints(numbers)
}
