import type { SvgNode } from './svg-document.ts'
import { type Box, numberOf, shapeBox, shapeNames, transformed, united } from './svg-shapes.ts'
import { combined, translation } from './svg-transforms.ts'

/** Groups in groups and uses of uses, one after the other. */
const MAX_DEPTH = 1_000

/** Where the elements of a drawing are; each is looked at once, however often it is used. */
export class SvgBoxes {
  readonly #nodes: readonly SvgNode[]
  readonly #byId = new Map<string, SvgNode>()
  /** Null: nothing is drawn, or it is being looked at and uses itself. */
  readonly #boxes = new Map<number, Box | null>()
  #depth = 0

  constructor(nodes: readonly SvgNode[]) {
    this.#nodes = nodes
    for (const node of nodes) {
      const { id } = node.attributes
      if (id !== undefined && !this.#byId.has(id)) this.#byId.set(id, node)
    }
  }

  /** The box of an element in the drawing; undefined when it draws nothing. */
  of(node: SvgNode): Box | undefined {
    const box = this.#inside(node)
    return box ? transformed(node.matrix, box) : undefined
  }

  /** In the element's own coordinates. */
  #inside(node: SvgNode): Box | null {
    const known = this.#boxes.get(node.index)
    if (known !== undefined) return known
    this.#boxes.set(node.index, null)
    if (this.#depth >= MAX_DEPTH) return null
    this.#depth++
    const box = this.#look(node) ?? null
    this.#depth--
    this.#boxes.set(node.index, box)
    return box
  }

  #look(node: SvgNode): Box | undefined {
    if (shapeNames.has(node.name)) return shapeBox(node.name, node.attributes)
    if (node.name === 'use') return this.#used(node)
    const children = node.children.flatMap((index) => this.#nodes[index] ?? [])
    // A group is where its shape is; the number that is written on it may hang over.
    const shapes = children.filter(({ name }) => name !== 'text')
    return this.#around(shapes) ?? this.#around(children)
  }

  #around(children: readonly SvgNode[]): Box | undefined {
    let around: Box | undefined
    for (const child of children) {
      const box = this.#inside(child)
      if (!box) continue
      const placed = transformed(child.own, box)
      around = around ? united(around, placed) : placed
    }
    return around
  }

  #used({ attributes }: SvgNode): Box | undefined {
    const link = attributes['href'] ?? attributes['xlink:href'] ?? ''
    const target = this.#byId.get(link.replace(/^#/, ''))
    const box = target ? this.#inside(target) : null
    const moved = translation(numberOf(attributes['x']), numberOf(attributes['y']))
    // What cannot be found is drawn nowhere, but stands where it was to be drawn.
    if (!target || !box) return transformed(moved, { left: 0, top: 0, right: 0, bottom: 0 })
    return transformed(combined(moved, target.own), box)
  }
}
