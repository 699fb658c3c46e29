import type { Point } from '../seat-map.ts'
import { median } from './row-order.ts'
import { rankOf, type SeatField } from './seat-fields.ts'
import { editorNames, matched, parsePattern, type SvgPattern } from './svg-patterns.ts'

export interface NamedPlace {
  readonly value: string
  readonly at: Point
  /** What it stands in: names of seats repeat from row to row. */
  readonly group: number
}

/** Enough to tell the patterns apart. */
const SAMPLE = 3_000
const MIN_SEATS = 3
/** Most of the names must be read, for the rest is left out. */
const MOST = 0.8

/**
 * The pattern that the names of seats follow. Which part is the seat and which the row or section
 * is told from the drawing: the seats of a row, and the rows of a section, are near each other.
 */
export function guessPattern(
  attribute: string,
  names: readonly NamedPlace[],
): SvgPattern | undefined {
  const family = seatFamily(names)
  const sample = family.slice(0, SAMPLE)
  if (sample.length < MIN_SEATS) return undefined
  const rated = candidatesFor(sample).flatMap((text) => {
    const pattern = parsePattern(`${attribute}=${text}`)
    const rating = pattern && rate(pattern, sample)
    return pattern && rating !== undefined ? [{ pattern, rating }] : []
  })
  return rated.toSorted((a, b) => a.rating - b.rating)[0]?.pattern
}

/** Names that begin with a word for a seat; without any, those that begin like no editor's own. */
function seatFamily(names: readonly NamedPlace[]): readonly NamedPlace[] {
  const seats = names.filter(({ value }) => tokensOf(value).some((it) => isWord('seat', it)))
  if (seats.length > 0) return seats
  return names.filter(({ value }) => /\d/.test(value) && !editorNames.test(value))
}

const SEPARATOR = /[^\p{L}\p{N}]+/u

function tokensOf(value: string): string[] {
  return value.split(SEPARATOR).filter(Boolean)
}

/** A word for the field, alone or with its value: `row`, `row12`. */
function isWord(field: SeatField, token: string): boolean {
  return rankOf(field, token.replace(/\d+$/, '')) !== undefined
}

function candidatesFor(sample: readonly NamedPlace[]): string[] {
  const first = sample[0]?.value ?? ''
  const worded = wordedPattern(first)
  const prefix = commonPrefix(sample.map(({ value }) => value))
  const rest = first.slice(prefix.length)
  const separator = /[^\p{L}\p{N}]/u.exec(rest)?.[0] ?? '-'
  return [
    ...(worded === undefined ? [] : [worded]),
    ...arrangements(separator).map((it) => prefix + it),
  ]
}

const wordFields = ['section', 'row', 'seat'] as const

/** `Row A, Seat 12` names its parts itself: `Row {row}, Seat {seat}`. */
function wordedPattern(value: string): string | undefined {
  const parts = value.split(/([^\p{L}\p{N}]+)/u)
  const found = new Set<SeatField>()
  let named: SeatField | undefined
  const pattern = parts.map((part, at) => {
    if (at % 2 === 1 || part === '') return part
    const ended = /^(\p{L}+)(\d+)$/u.exec(part)
    const field = wordFields.find((it) => isWord(it, part))
    if (named !== undefined && !found.has(named)) {
      found.add(named)
      const text = `{${named}}`
      named = undefined
      return text
    }
    if (ended && field && !found.has(field)) {
      found.add(field)
      return `${ended[1]}{${field}}`
    }
    named = field
    return part
  })
  return found.has('seat') && found.size > 1 ? pattern.join('') : undefined
}

/** Up to the last separator that all names share. */
function commonPrefix(values: readonly string[]): string {
  let prefix = values[0] ?? ''
  for (const value of values) {
    while (!value.startsWith(prefix)) prefix = prefix.slice(0, -1)
  }
  return /^(.*[^\p{L}\p{N}])?/su.exec(prefix)?.[0] ?? ''
}

function arrangements(separator: string): string[] {
  const joined = (...fields: string[]) => fields.map((it) => `{${it}}`).join(separator)
  return [
    joined('section', 'row', 'seat'),
    joined('section', 'seat', 'row'),
    joined('row', 'section', 'seat'),
    joined('row', 'seat', 'section'),
    joined('seat', 'section', 'row'),
    joined('seat', 'row', 'section'),
    joined('row', 'seat'),
    joined('seat', 'row'),
    `{section}${separator}{row}{seat}`,
    '{row}{seat}',
    '{seat}',
  ]
}

const WORDS_AS_SEATS = 3
const NUMBERS_AS_ROWS = 1.2
const UNKNOWN_ROW = 2
const UNUSUAL_ORDER = 1.05
const NO_PAIRS = 4

/** Lower is better; undefined when the pattern does not read most of the names, each apart. */
function rate(pattern: SvgPattern, sample: readonly NamedPlace[]): number | undefined {
  const places = sample.flatMap(({ value, at, group }) => {
    const found = matched(pattern, value)
    return found ? [{ found, at, group }] : []
  })
  if (places.length < sample.length * MOST) return undefined
  const grouped = !pattern.fields.includes('row')
  const seen = new Set(
    places.map(({ found, group }) => JSON.stringify([...found.values(), grouped && group])),
  )
  if (seen.size < places.length * MOST) return undefined
  const rows = Map.groupBy(places, ({ found }) => {
    return JSON.stringify([found.get('section'), found.get('row')])
  })
  const all = [...rows.values()].map((seats) => ({
    section: seats[0]?.found.get('section'),
    name: seats[0]?.found.get('row') ?? '',
    seats: seats.map(({ found, at }) => ({ name: found.get('seat') ?? '', at })),
  }))
  const scale = spreadOf(sample)
  const within = nearness(all.map(({ seats }) => seats)) ?? NO_PAIRS * scale
  const sections = Map.groupBy(all, ({ section }) => section)
  const between = nearness(
    [...sections.values()].map((rows) => rows.map(({ name, seats }) => centred(name, seats))),
  )
  let cost = within + 0.5 * (between ?? scale)
  if (share(places, 'seat', /^\d/) < MOST) cost *= WORDS_AS_SEATS
  if (!pattern.fields.includes('row')) cost *= UNKNOWN_ROW
  else if (share(places, 'row', /^\d/) > 0.1) cost *= NUMBERS_AS_ROWS
  return pattern.fields.at(-1) === 'seat' ? cost : cost * UNUSUAL_ORDER
}

interface Spot {
  readonly name: string
  readonly at: Point
}

function centred(name: string, seats: readonly Spot[]): Spot {
  const sum = seats.reduce((total, { at }) => ({ x: total.x + at.x, y: total.y + at.y }), origin)
  return { name, at: { x: sum.x / seats.length, y: sum.y / seats.length } }
}

const origin: Point = { x: 0, y: 0 }

/** The usual distance between what follows each other by name; undefined where nothing does. */
function nearness(groups: readonly (readonly Spot[])[]): number | undefined {
  const steps: number[] = []
  for (const group of groups) {
    const sorted = group.toSorted((a, b) => compareNames(a.name, b.name))
    for (const [at, { at: to }] of sorted.entries()) {
      const from = sorted[at - 1]?.at
      if (from) steps.push(Math.hypot(to.x - from.x, to.y - from.y))
    }
  }
  return steps.length === 0 ? undefined : median(steps)
}

function compareNames(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : Number(a > b))
}

/** About how far apart neighbours are when the seats fill the drawing evenly. */
function spreadOf(sample: readonly NamedPlace[]): number {
  const xs = sample.map(({ at }) => at.x)
  const ys = sample.map(({ at }) => at.y)
  const side = (values: number[]) => Math.max(...values) - Math.min(...values)
  return (side(xs) + side(ys)) / Math.sqrt(sample.length) / 2 + 1e-9
}

function share(
  places: readonly { readonly found: ReadonlyMap<SeatField, string> }[],
  field: SeatField,
  like: RegExp,
): number {
  return places.filter(({ found }) => like.test(found.get(field) ?? '')).length / places.length
}
