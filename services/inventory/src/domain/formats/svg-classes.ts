import { rankOf, wordOf } from './seat-fields.ts'
import type { SvgNode } from './svg-document.ts'
import { attributeOf } from './svg-mapping.ts'

/** More different values are names of seats, not of categories. */
const MAX_CATEGORIES = 30

/** What a class says of the moment, not of the price. */
const states = new Set(
  `available free open sold booked reserved occupied taken selected
  active inactive disabled enabled unavailable clickable selectable`.split(/\s+/),
)

export function classesOf(node: SvgNode): string[] {
  const all = attributeOf(node, 'class')?.split(/\s+/) ?? []
  return all.filter((it) => it !== '' && !isPlain(it))
}

function isPlain(name: string): boolean {
  const word = wordOf(name)
  const about = rankOf('accessible', word) ?? rankOf('companion', word) ?? rankOf('seat', word)
  return states.has(word) || about !== undefined || word === 'seats'
}

/** Whether any class of the element says so. */
export function classSays(node: SvgNode, field: 'accessible' | 'companion'): boolean {
  const all = attributeOf(node, 'class')?.split(/\s+/) ?? []
  return all.some((name) => rankOf(field, name) !== undefined)
}

/** Where seats that say nothing else differ: in a class, or in their fill. */
export function categorySource(
  seats: readonly SvgNode[],
  valueOf: (node: SvgNode, source: CategorySource) => string | undefined,
): CategorySource | undefined {
  return (['class', 'fill'] as const).find((source) => {
    const values = new Set(seats.map((node) => valueOf(node, source)))
    return values.size > 1 && values.size <= MAX_CATEGORIES
  })
}

export type CategorySource = 'class' | 'fill'
