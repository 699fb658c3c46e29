import type { SeatField } from './seat-fields.ts'
import { type CategorySource, categorySource, classesOf, classSays } from './svg-classes.ts'
import type { SvgNode } from './svg-document.ts'
import { attributeOf, isDrawn, type SvgMapping } from './svg-mapping.ts'
import { matched } from './svg-patterns.ts'

/** The elements of a drawing that are seats or areas, and what each says, or its groups say. */
export class SvgSeats {
  readonly #nodes: readonly SvgNode[]
  readonly #mapping: SvgMapping
  readonly #seats = new Set<number>()
  readonly #groups = new Map<SeatField, Map<number, string | undefined>>()
  readonly #category: CategorySource | undefined
  /** The outermost ones: a seat may be a group of a shape and its number. */
  readonly found: readonly SvgNode[]

  constructor(nodes: readonly SvgNode[], mapping: SvgMapping) {
    this.#nodes = nodes
    this.#mapping = mapping
    const inSeat = new Set<number>()
    this.found = nodes.filter((node) => {
      if (inSeat.has(node.parent)) return void inSeat.add(node.index)
      if (!this.#isPlace(node)) return false
      inSeat.add(node.index)
      this.#seats.add(node.index)
      return true
    })
    if (!this.#says('category')) {
      this.#category = categorySource(this.found, (node, source) => this.#styled(node, source))
    }
  }

  /** With where the category was found. */
  get mapping(): SvgMapping {
    if (this.#category === undefined) return this.#mapping
    const attributes = new Map(this.#mapping.attributes).set('category', this.#category)
    return { ...this.#mapping, attributes }
  }

  isSeat(node: SvgNode): boolean {
    return this.#seats.has(node.index)
  }

  /** The field of a seat: its own, or that of the nearest group that has it. */
  value(node: SvgNode, field: SeatField): string | undefined {
    if (field === 'category') {
      const source = this.#category ?? this.#mapping.attributes.get('category')
      if (source === 'class' || source === 'fill') return this.#styled(node, source)
    }
    const own = this.#own(node, field)
    if (own !== undefined || alone.has(field)) return own
    return this.#inherited(node.parent, field)
  }

  /** Whether a class says what no attribute does. */
  says(node: SvgNode, field: 'accessible' | 'companion'): boolean {
    return classSays(node, field)
  }

  nameOf(node: SvgNode): string | undefined {
    return attributeOf(node, 'id') ?? (node.title || undefined)
  }

  /** Why an element that looks like a seat is none; undefined for what does not. */
  reasonOf(node: SvgNode): string | undefined {
    if (!isDrawn(node) || node.name === 'g' || node.name === 'a' || node.name === 'text') {
      return this.#isHiddenSeat(node) ? 'is not shown in the drawing' : undefined
    }
    if (this.#inSeat(node)) return undefined
    for (const { attribute, pattern, fields } of this.#mapping.patterns) {
      const prefix = pattern.slice(0, pattern.indexOf('{'))
      const value = fields.includes('seat') ? attributeOf(node, attribute) : undefined
      if (prefix !== '' && value?.startsWith(prefix)) return `is not written as ${pattern}`
    }
    const row = this.#mapping.attributes.get('row')
    const hasRow = row !== undefined && attributeOf(node, row) !== undefined
    return hasRow ? 'has a row and no seat' : undefined
  }

  #isHiddenSeat(node: SvgNode): boolean {
    return node.shown === 'hidden' && this.#own(node, 'seat') !== undefined
  }

  #inSeat(node: SvgNode): boolean {
    for (let at = node.parent; at >= 0; at = this.#nodes[at]?.parent ?? -1) {
      if (this.#seats.has(at)) return true
    }
    return false
  }

  #isPlace(node: SvgNode): boolean {
    if (!isDrawn(node)) return false
    if (node.name === 'text' && !this.#mapping.attributes.has('seat')) return false
    return (['seat', 'capacity'] as const).some((field) => this.#own(node, field) !== undefined)
  }

  #says(field: SeatField): boolean {
    const { attributes, patterns } = this.#mapping
    return attributes.has(field) || patterns.some(({ fields }) => fields.includes(field))
  }

  #own(node: SvgNode, field: SeatField): string | undefined {
    const { attributes, patterns } = this.#mapping
    const attribute = attributes.get(field)
    const value = attribute === undefined ? undefined : attributeOf(node, attribute)?.trim()
    if (value !== undefined && value !== '') return value
    for (const pattern of patterns) {
      if (!pattern.fields.includes(field)) continue
      const named = attributeOf(node, pattern.attribute)?.trim()
      const found = named === undefined ? undefined : matched(pattern, named)?.get(field)
      if (found !== undefined) return found
    }
    return undefined
  }

  #inherited(index: number, field: SeatField): string | undefined {
    const node = this.#nodes[index]
    if (!node) return undefined
    let known = this.#groups.get(field)
    if (!known) this.#groups.set(field, (known = new Map()))
    if (known.has(index)) return known.get(index)
    const value = this.#own(node, field) ?? this.#inherited(node.parent, field)
    known.set(index, value)
    return value
  }

  /** The class or fill of an element, or of the nearest group that has one. */
  #styled(node: SvgNode, source: CategorySource): string | undefined {
    for (let at: SvgNode | undefined = node; at; at = this.#nodes[at.parent]) {
      const value = source === 'class' ? classesOf(at)[0] : attributeOf(at, 'fill')
      if (value !== undefined && value !== 'none' && value !== '') return value
    }
    return undefined
  }
}

/** What a group says of itself is not said of each of its seats. */
const alone: ReadonlySet<SeatField> = new Set(['seat', 'seat_number', 'capacity', 'x', 'y'])
