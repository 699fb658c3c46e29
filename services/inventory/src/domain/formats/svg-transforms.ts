import type { Point } from '../seat-map.ts'

/** `a c e` above `b d f`: x' = ax + cy + e, y' = bx + dy + f. As SVG's `matrix()` lists it. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

export const identity: Matrix = [1, 0, 0, 1, 0, 0]

/** First `inner`, then `outer`. */
export function combined(outer: Matrix, inner: Matrix): Matrix {
  if (outer === identity) return inner
  if (inner === identity) return outer
  const [a, b, c, d, e, f] = outer
  const [g, h, i, j, k, l] = inner
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ]
}

export function applied([a, b, c, d, e, f]: Matrix, { x, y }: Point): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f }
}

export function translation(x: number, y: number): Matrix {
  return x === 0 && y === 0 ? identity : [1, 0, 0, 1, x, y]
}

/** A transform around a point that is not the origin. */
export function around(matrix: Matrix, { x, y }: Point): Matrix {
  return combined(combined(translation(x, y), matrix), translation(-x, -y))
}

const FUNCTION = /([a-z]+)\s*\(([^()]*)\)/gi

/**
 * The matrix of a `transform` attribute or property (SVG 1.1 section 7.6, CSS transforms in two
 * dimensions). Undefined for what cannot be read.
 */
export function parseTransform(text: string): Matrix | undefined {
  if (/^\s*(none)?\s*$/.test(text)) return identity
  if (text.replaceAll(FUNCTION, '').replaceAll(/[\s,]/g, '') !== '') return undefined
  let matrix = identity
  for (const [, name = '', values = ''] of text.matchAll(FUNCTION)) {
    const found = matrixOf(name.toLowerCase(), values.split(/[\s,]+/).filter(Boolean))
    if (!found?.every(Number.isFinite)) return undefined
    matrix = combined(matrix, found)
  }
  return matrix
}

function matrixOf(name: string, values: readonly string[]): Matrix | undefined {
  const number = (at: number, otherwise: number) => {
    const value = values[at]
    return value === undefined ? otherwise : Number.parseFloat(value)
  }
  const angle = radiansOf(values[0] ?? '0')
  const first = number(0, Number.NaN)
  switch (name) {
    case 'matrix':
      return [first, ...[1, 2, 3, 4, 5].map((at) => number(at, Number.NaN))] as unknown as Matrix
    case 'translate':
      return [1, 0, 0, 1, first, number(1, 0)]
    case 'translatex':
      return [1, 0, 0, 1, first, 0]
    case 'translatey':
      return [1, 0, 0, 1, 0, first]
    case 'scale':
      return [first, 0, 0, number(1, first), 0, 0]
    case 'scalex':
      return [first, 0, 0, 1, 0, 0]
    case 'scaley':
      return [1, 0, 0, first, 0, 0]
    case 'rotate': {
      const turned = [Math.cos(angle), Math.sin(angle)] as const
      const matrix: Matrix = [turned[0], turned[1], -turned[1], turned[0], 0, 0]
      return around(matrix, { x: number(1, 0), y: number(2, 0) })
    }
    case 'skewx':
      return [1, 0, Math.tan(angle), 1, 0, 0]
    case 'skewy':
      return [1, Math.tan(angle), 0, 1, 0, 0]
    default:
      return undefined
  }
}

/** Degrees, unless CSS says otherwise. */
function radiansOf(text: string): number {
  const value = Number.parseFloat(text)
  if (text.endsWith('turn')) return value * 2 * Math.PI
  if (text.endsWith('grad')) return (value * Math.PI) / 200
  if (text.endsWith('rad')) return value
  return (value * Math.PI) / 180
}
