import { Parser } from 'htmlparser2'
import type { Point } from '../seat-map.ts'
import { failRead, type NoteList, shown } from './problems.ts'
import { type Attributes, middleOf, numberOf, numbersOf, shapeBox } from './svg-shapes.ts'
import {
  around,
  combined,
  identity,
  type Matrix,
  parseTransform,
  translation,
} from './svg-transforms.ts'

/** An element of a drawing. Children come after their parent. */
export interface SvgNode {
  readonly index: number
  /** -1: none. */
  readonly parent: number
  readonly name: string
  readonly line: number
  readonly attributes: Attributes
  /** From its own coordinates to its parent's. */
  readonly own: Matrix
  /** From its own coordinates to the drawing's. */
  readonly matrix: Matrix
  /** `template`: drawn only where a `use` says so. `hidden`: not shown. */
  readonly shown: 'yes' | 'hidden' | 'template'
  readonly children: number[]
  title: string
  desc: string
  text: string
}

/** Stadiums have 150,000 seats, each with a group, a shape and a number. */
const MAX_NODES = 1_000_000
/** Editors nest some tens of groups; a million of them are an attack. */
const MAX_DEPTH = 200
const MAX_TEXT_CHARS = 500

const templates = new Set(['defs', 'symbol', 'clipPath', 'mask', 'pattern', 'marker'])
const texts = { title: 'title', desc: 'desc', text: 'text', tspan: 'text' } as const

/**
 * The elements of an SVG file. Entities are not expanded; throws `invalid_seat_map` for what is no
 * SVG, is cut off, declares entities of entities or outside the file, or is beyond the limits.
 */
export function readSvgDocument(text: string, notes: NoteList): SvgNode[] {
  const document = new SvgDocument(text, notes)
  return document.read()
}

class SvgDocument {
  readonly nodes: SvgNode[] = []
  readonly #text: string
  readonly #notes: NoteList
  readonly #open: SvgNode[] = []
  /** Elements come in the file's order, so lines are counted along with them. */
  #line = 0
  #lineEnd = -1
  #closed = false

  constructor(text: string, notes: NoteList) {
    this.#text = text
    this.#notes = notes
  }

  read(): SvgNode[] {
    const parser: Parser = new Parser(
      {
        onopentag: (name, attributes) => this.#opened(name, attributes, parser.startIndex),
        onclosetag: (_, isImplied) => this.#end(isImplied),
        ontext: (data) => this.#heard(data),
        onprocessinginstruction: (_, data) => this.#declared(data, parser.startIndex),
      },
      { xmlMode: true, decodeEntities: true },
    )
    parser.end(this.#text)
    if (this.nodes.length === 0) failRead('file', 'has no element svg: it is no SVG')
    if (!this.#closed) failRead('file', 'ends before its svg does: it is cut off')
    return this.nodes
  }

  #opened(qualified: string, attributes: Attributes, at: number): void {
    const name = qualified.slice(qualified.indexOf(':') + 1)
    const parent = this.#open.at(-1)
    if (!parent && name !== 'svg') failRead(this.#where(at), `is XML of ${shown(name)}, not SVG`)
    if (this.nodes.length >= MAX_NODES) failRead(this.#where(at), `more than ${MAX_NODES} elements`)
    if (this.#open.length >= MAX_DEPTH) {
      failRead(this.#where(at), `groups are nested more than ${MAX_DEPTH} deep`)
    }
    const index = this.nodes.length
    const own = this.#ownMatrix(name, attributes, { root: !parent, at })
    const node: SvgNode = {
      index,
      parent: parent?.index ?? -1,
      name,
      line: this.#lineAt(at),
      attributes,
      own,
      matrix: parent ? combined(parent.matrix, own) : own,
      shown: shownAs(name, attributes, parent),
      children: [],
      title: '',
      desc: '',
      text: '',
    }
    this.nodes.push(node)
    parent?.children.push(index)
    this.#open.push(node)
  }

  #end(isImplied: boolean): void {
    this.#open.pop()
    // Closed by the end of the file, not by its own tag.
    if (this.#open.length === 0 && !isImplied) this.#closed = true
  }

  /** A title names the element that it stands in. */
  #heard(data: string): void {
    const speaker = this.#open.at(-1)
    if (!speaker || !Object.hasOwn(texts, speaker.name)) return
    const kind = texts[speaker.name as keyof typeof texts]
    const named = speaker.name === 'text' ? speaker : this.nodes[speaker.parent]
    if (!named || named[kind].length > MAX_TEXT_CHARS) return
    named[kind] = `${named[kind]}${data}`.slice(0, MAX_TEXT_CHARS)
  }

  /**
   * Editors declare short names for namespaces; what refers to other entities or files is an
   * attack, and is not read at all.
   */
  #declared(data: string, at: number): void {
    if (!/<?!ENTITY/i.test(data)) return
    const values = data.slice(data.search(/!ENTITY/i))
    if (/[&%]|\bSYSTEM\b|\bPUBLIC\b/.test(values)) {
      failRead(this.#where(at), 'declares entities of other entities or files: save a plain SVG')
    }
    this.#notes.add(this.#where(at), 'entities that are declared here are not put in')
  }

  #ownMatrix(
    name: string,
    attributes: Attributes,
    { root, at }: { root: boolean; at: number },
  ): Matrix {
    const text = attributes['transform'] ?? styleOf(attributes, 'transform') ?? ''
    let matrix = identity
    if (text !== '') {
      const parsed = parseTransform(text)
      if (!parsed) this.#notes.add(this.#where(at), `transform ${shown(text)} cannot be read`)
      matrix = parsed ? around(parsed, originOf(name, attributes)) : identity
    }
    return name === 'svg' && !root ? combined(matrix, viewportOf(attributes)) : matrix
  }

  #where(at: number): string {
    return `line ${this.#lineAt(at)}`
  }

  #lineAt(at: number): number {
    while (this.#lineEnd < at) {
      const next = this.#text.indexOf('\n', this.#lineEnd + 1)
      this.#lineEnd = next < 0 ? Infinity : next
      this.#line++
    }
    return this.#line
  }
}

/** A property of the `style` attribute. */
export function styleOf({ style }: Attributes, property: string): string | undefined {
  if (style === undefined) return undefined
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':')
    if (declaration.slice(0, colon).trim() === property) return declaration.slice(colon + 1).trim()
  }
  return undefined
}

function shownAs(name: string, attributes: Attributes, parent: SvgNode | undefined) {
  if (parent && parent.shown !== 'yes') return parent.shown
  if (templates.has(name)) return 'template'
  const display = attributes['display'] ?? styleOf(attributes, 'display')
  const visibility = attributes['visibility'] ?? styleOf(attributes, 'visibility')
  return display === 'none' || visibility === 'hidden' ? 'hidden' : 'yes'
}

/** `transform-origin` in the drawing's units, or in percent of the shape's own box. */
function originOf(name: string, attributes: Attributes): Point {
  const text = attributes['transform-origin'] ?? styleOf(attributes, 'transform-origin')
  if (text === undefined) return { x: 0, y: 0 }
  const [x = '', y = ''] = text.split(/[\s,]+/)
  const ownBox =
    (attributes['transform-box'] ?? styleOf(attributes, 'transform-box')) === 'fill-box'
  const box = ownBox ? shapeBox(name, attributes) : undefined
  const middle = box ? middleOf(box) : { x: 0, y: 0 }
  const [width, height] = box ? [box.right - box.left, box.bottom - box.top] : [0, 0]
  const part = (value: string, start: number, size: number) => {
    if (value === 'center') return start + size / 2
    if (value.endsWith('%')) return start + (size * numberOf(value)) / 100
    return (ownBox ? start : 0) + numberOf(value)
  }
  return {
    x: part(x, middle.x - width / 2, width),
    y: part(y, middle.y - height / 2, height),
  }
}

/** From the coordinates inside of a nested svg to those around it; its middle stays its middle. */
function viewportOf(attributes: Attributes): Matrix {
  const [x, y] = [numberOf(attributes['x']), numberOf(attributes['y'])]
  const [left, top, width, height] = numbersOf(attributes['viewBox'] ?? '')
  const moved = translation(x, y)
  if (left === undefined || top === undefined || !width || !height) return moved
  const outerWidth = numberOf(attributes['width']) || width
  const outerHeight = numberOf(attributes['height']) || height
  let [scaleX, scaleY] = [outerWidth / width, outerHeight / height]
  if (attributes['preserveAspectRatio'] !== 'none') scaleX = scaleY = Math.min(scaleX, scaleY)
  const centered = translation(
    (outerWidth - width * scaleX) / 2 - left * scaleX,
    (outerHeight - height * scaleY) / 2 - top * scaleY,
  )
  return combined(combined(moved, centered), [scaleX, 0, 0, scaleY, 0, 0])
}
