import { type ProblemList, shown } from './problems.ts'
import {
  bestName,
  isSeatField,
  rankOf,
  type SeatField,
  seatFields,
  type SeatMapColumns,
} from './seat-fields.ts'
import type { SvgBoxes } from './svg-boxes.ts'
import { type SvgNode, styleOf } from './svg-document.ts'
import { guessPattern, type NamedPlace } from './svg-pattern-guess.ts'
import { matched, parsePattern, PATTERN_OR, patternText, type SvgPattern } from './svg-patterns.ts'
import { middleOf, shapeNames } from './svg-shapes.ts'

/** Where the elements of a drawing say our fields. */
export interface SvgMapping {
  /** Our field -> the attribute that has it. */
  readonly attributes: ReadonlyMap<SeatField, string>
  readonly patterns: readonly SvgPattern[]
}

export function columnsOf({ attributes, patterns }: SvgMapping): SeatMapColumns {
  const texts = patterns.map(patternText)
  return {
    ...Object.fromEntries(seatFields.flatMap((it) => pairOf(it, attributes.get(it)))),
    ...(texts.length > 0 && { id: texts.join(PATTERN_OR) }),
  }
}

function pairOf(field: SeatField, attribute: string | undefined): [string, string][] {
  return attribute === undefined ? [] : [[field, attribute]]
}

/** An attribute, or `title`, `desc` and `fill` wherever they are written. */
export function attributeOf(node: SvgNode, name: string): string | undefined {
  const { attributes } = node
  if (name === 'title' || name === 'desc') return node[name] || undefined
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  if (name === 'fill') return value ?? styleOf(attributes, 'fill')
  return name === 'id' ? value?.replaceAll(/_x([0-9A-F]{2,4})_/g, decoded) : value
}

/** Illustrator writes what an id may not begin with or hold as `_x31_`. */
function decoded(_: string, code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16))
}

/** Elements that can be a seat: what is drawn, or holds it. */
export function isDrawn({ name, shown }: SvgNode): boolean {
  return shown === 'yes' && (shapeNames.has(name) || name === 'use' || name === 'g' || name === 'a')
}

/** What was given, and for the rest a guess by names and places. */
export function mappingOf(
  nodes: readonly SvgNode[],
  { boxes, columns, problems }: { boxes: SvgBoxes; columns: SeatMapColumns; problems: ProblemList },
): SvgMapping {
  const attributes = new Map<SeatField, string>()
  const patterns: SvgPattern[] = []
  readGiven(columns, { attributes, patterns, problems })
  const known = (field: SeatField) =>
    attributes.has(field) || patterns.some(({ fields }) => fields.includes(field))
  const names = ownAttributes(nodes)
  for (const [field, name] of attributes) {
    if (builtIn.has(name) || names.has(name)) continue
    problems.add('columns', `no element has ${shown(name)}, which columns names for ${field}`)
  }
  for (const field of guessed) {
    const name = known(field) ? undefined : bestName(field, names)
    if (name !== undefined) attributes.set(field, name)
  }
  const places = new NamedPlaces(nodes, boxes)
  if (!known('seat') && !known('capacity')) guessSeats(patterns, places)
  else if (!known('row')) splitSeats({ attributes, patterns }, places)
  for (const field of ['section', 'row'] as const) {
    const pattern = known(field) ? undefined : groupPattern(nodes, field)
    if (pattern) patterns.push(pattern)
  }
  return { attributes, patterns }
}

const guessed = seatFields.filter((field) => !['x', 'y', 'seat_number', 'table'].includes(field))
const builtIn = new Set(['id', 'class', 'fill', 'title', 'desc'])

function readGiven(
  columns: SeatMapColumns,
  {
    attributes,
    patterns,
    problems,
  }: { attributes: Map<SeatField, string>; patterns: SvgPattern[]; problems: ProblemList },
): void {
  for (const [ours, theirs] of Object.entries(columns)) {
    if (isSeatField(ours)) attributes.set(ours, theirs.trim())
    else if (ours === 'id') {
      for (const text of theirs.split(PATTERN_OR.trim())) {
        const pattern = parsePattern(text)
        if (pattern) patterns.push(pattern)
        else problems.add('columns', `id: ${shown(text)} is no pattern such as seat-{row}-{seat}`)
      }
    } else {
      const known = ['id', ...seatFields].join(', ')
      problems.add('columns', `no field of ours is called ${shown(ours)}: ${known}`)
    }
  }
}

/** Names that SVG gives a meaning of its own, though they are words for ours. */
const svgOwn = new Set(['x', 'y', 'cx', 'cy', 'id', 'class', 'type', 'label', 'left', 'top'])

/** The attributes that people have added: `data-…`, of editors, or with a plain word. */
function ownAttributes(nodes: readonly SvgNode[]): Set<string> {
  const names = new Set<string>()
  for (const { attributes } of nodes) {
    for (const name of Object.keys(attributes)) {
      if (names.has(name)) continue
      const plain = !svgOwn.has(name) && seatFields.some((it) => rankOf(it, name) !== undefined)
      if (name.startsWith('data-') || plain) names.add(name)
    }
  }
  return names
}

/** Names by attribute, each with where its element is. */
class NamedPlaces {
  readonly #nodes: readonly SvgNode[]
  readonly #boxes: SvgBoxes

  constructor(nodes: readonly SvgNode[], boxes: SvgBoxes) {
    this.#nodes = nodes
    this.#boxes = boxes
  }

  of(attribute: string): NamedPlace[] {
    return this.#nodes.flatMap((node) => {
      const value = isDrawn(node) ? attributeOf(node, attribute) : undefined
      const box = value === undefined ? undefined : this.#boxes.of(node)
      return value === undefined || !box
        ? []
        : [{ value: value.trim(), at: middleOf(box), group: node.parent }]
    })
  }
}

const nameSources = ['id', 'title', 'aria-label', 'inkscape:label', 'data-name', 'desc']

function guessSeats(patterns: SvgPattern[], places: NamedPlaces): void {
  for (const source of [...nameSources, 'data-id', 'data-seat-id']) {
    const pattern = guessPattern(source, places.of(source))
    if (pattern) return void patterns.push(pattern)
  }
}

/** A seat attribute that says its row, too: `data-seat="A-12"`. */
function splitSeats(
  { attributes, patterns }: { attributes: Map<SeatField, string>; patterns: SvgPattern[] },
  places: NamedPlaces,
): void {
  const source = attributes.get('seat')
  if (source === undefined) return
  const pattern = guessPattern(source, places.of(source))
  if (
    !pattern?.fields.includes('row') ||
    pattern.fields.some((it) => attributes.has(it) && it !== 'seat')
  )
    return
  attributes.delete('seat')
  patterns.push(pattern)
}

/** Groups that are called `row-3` or `Section_A`. */
function groupPattern(nodes: readonly SvgNode[], field: SeatField): SvgPattern | undefined {
  for (const source of nameSources) {
    for (const node of nodes) {
      const value = node.name === 'g' ? attributeOf(node, source) : undefined
      const [, word, separator] = /^(\p{L}+)([\s_:=.-]+)\S/u.exec(value ?? '') ?? []
      if (word === undefined || separator === undefined || rankOf(field, word) === undefined)
        continue
      const pattern = parsePattern(`${source}=${word}${separator}{${field}}`)
      if (pattern && matched(pattern, value ?? '')) return pattern
    }
  }
  return undefined
}
