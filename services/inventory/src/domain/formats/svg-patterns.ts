import { isSeatField, type SeatField } from './seat-fields.ts'

/** How the text of an attribute says our fields: `seat-{section}-{row}-{seat}`. */
export interface SvgPattern {
  readonly attribute: string
  readonly pattern: string
  readonly fields: readonly SeatField[]
  readonly regex: RegExp
  /** It is nothing but fields: what editors call their elements fits, too, and is left out. */
  readonly bare: boolean
}

/** Ids that editors give to whatever has none. */
export const editorNames = new RegExp(
  String.raw`^(${`svg g path rect circle ellipse polygon polyline line text tspan use image layer
  group shape object vector frame clip mask defs style linearGradient radialGradient XMLID Ebene
  Calque Capa Livello`
    .split(/\s+/)
    .join('|')})[\W_\d]*$`,
  'iu',
)

const MAX_FIELDS = 6
const MAX_PATTERN_CHARS = 200
/** Ids are short; longer ones are not tried, for each pattern costs a walk through them. */
const MAX_VALUE_CHARS = 200
/** Between patterns: `section-{section} | row-{row} | seat-{seat}`. */
export const PATTERN_OR = ' | '

/** Reads `pattern` or `attribute=pattern`; undefined for what is none. */
export function parsePattern(text: string): SvgPattern | undefined {
  const trimmed = text.trim()
  if (trimmed.length > MAX_PATTERN_CHARS) return undefined
  const [, attribute = 'id', pattern = trimmed] = /^([\w:.-]+)=(.*)$/s.exec(trimmed) ?? []
  const parts = pattern.split(/\{([a-z_]+)\}/)
  const fields = parts.filter((_, at) => at % 2 === 1)
  if (fields.length === 0 || fields.length > MAX_FIELDS) return undefined
  if (!fields.every(isSeatField) || new Set(fields).size < fields.length) return undefined
  const regex = new RegExp(`^${parts.map((part, at) => partOf(parts, part, at)).join('')}$`, 'u')
  const bare = attribute === 'id' && !parts.some((it, at) => at % 2 === 0 && /\p{L}/u.test(it))
  return { attribute, pattern, fields, regex, bare }
}

/**
 * The first field may hold the separator, as sections do (`Balcony-Left-A-1`); the others may not.
 * Where two fields meet, letters end and digits begin.
 */
function partOf(parts: readonly string[], part: string, at: number): string {
  if (at % 2 === 0) return escaped(part)
  const [before, after] = [parts[at - 1] ?? '', parts[at + 1] ?? '']
  const last = at + 2 >= parts.length
  if (after === '' && !last) return String.raw`(\p{L}+)`
  if (before === '' && at > 1) return String.raw`(\d.*)`
  if (at === 1 && !last) return '(.+)'
  const separator = after.charAt(0) || before.slice(-1)
  return separator === '' || /[\p{L}\d]/u.test(separator) ? '(.+)' : `([^${escaped(separator)}]+)`
}

/** Every sign by its number: the same inside and outside of a class. */
function escaped(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`)
}

export function patternText({ attribute, pattern }: SvgPattern): string {
  return attribute === 'id' ? pattern : `${attribute}=${pattern}`
}

/** What the text says; undefined when it is not of the pattern. */
export function matched(
  { regex, fields, bare }: SvgPattern,
  value: string,
): ReadonlyMap<SeatField, string> | undefined {
  if (value.length > MAX_VALUE_CHARS || (bare && editorNames.test(value))) return undefined
  const found = regex.exec(value)
  if (!found) return undefined
  return new Map(fields.map((field, at) => [field, found[at + 1] ?? '']))
}
