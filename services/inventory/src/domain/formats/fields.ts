import { seatMapLimits } from '../seat-map.ts'
import { type ProblemList, shown } from './problems.ts'

/** A value of a JSON file and the path to it. */
export interface Located {
  readonly value: unknown
  readonly where: string
}

/**
 * An object of a JSON file, read field by field. A field of the wrong type is added to the problems
 * under its path and then counts as absent, so that reading goes on and finds the next problem.
 * Only own fields count: `__proto__` in a file is a field like any other.
 */
export class Fields {
  readonly where: string
  readonly #object: object
  readonly #problems: ProblemList

  private constructor(object: object, where: string, problems: ProblemList) {
    this.#object = object
    this.where = where
    this.#problems = problems
  }

  static of({ value, where }: Located, problems: ProblemList): Fields | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return new Fields(value, where, problems)
    }
    problems.add(where === '' ? 'file' : where, `expected an object, found ${shown(value)}`)
    return undefined
  }

  /** The value of a field; null counts as absent, as editors write it for "nothing". */
  raw(key: string): unknown {
    if (!Object.hasOwn(this.#object, key)) return undefined
    return (this.#object as Readonly<Record<string, unknown>>)[key] ?? undefined
  }

  has(key: string): boolean {
    return this.raw(key) !== undefined
  }

  path(key: string): string {
    return this.where === '' ? key : `${this.where}.${key}`
  }

  problem(key: string, reason: string): void {
    this.#problems.add(this.path(key), reason)
  }

  /**
   * Trimmed text in Unicode's composed form; a number counts as its digits. Blank counts as absent.
   */
  text(key: string, maxChars: number = seatMapLimits.nameChars): string | undefined {
    const value = this.raw(key)
    if (value === undefined) return undefined
    if (typeof value !== 'string' && !(typeof value === 'number' && Number.isFinite(value))) {
      this.problem(key, `expected text, found ${shown(value)}`)
      return undefined
    }
    const read = cleanText(String(value), maxChars)
    if (read.problem !== undefined) this.problem(key, read.problem)
    return read.text
  }

  /** A finite number; text that spells one counts. */
  number(key: string): number | undefined {
    const value = this.raw(key)
    if (value === undefined) return undefined
    const number = typeof value === 'string' ? parseNumber(value) : value
    if (typeof number === 'number' && Number.isFinite(number)) return number
    this.problem(key, `expected a number, found ${shown(value)}`)
    return undefined
  }

  /** A number that fits a drawing. */
  coordinate(key: string): number | undefined {
    const number = this.number(key)
    if (number === undefined || Math.abs(number) <= seatMapLimits.coordinate) return number
    this.problem(key, `a coordinate is at most ${seatMapLimits.coordinate} from 0, found ${number}`)
    return undefined
  }

  flag(key: string): boolean {
    const value = this.raw(key)
    if (value === undefined || typeof value === 'boolean') return value === true
    this.problem(key, `expected true or false, found ${shown(value)}`)
    return false
  }

  object(key: string): Fields | undefined {
    const value = this.raw(key)
    if (value === undefined) return undefined
    return Fields.of({ value, where: this.path(key) }, this.#problems)
  }

  /** The objects of a list; an absent list is empty. */
  objects(key: string): Fields[] {
    const value = this.raw(key)
    if (value === undefined) return []
    if (!Array.isArray(value)) {
      this.problem(key, `expected a list, found ${shown(value)}`)
      return []
    }
    const found: Fields[] = []
    const path = this.path(key)
    for (let index = 0; index < value.length; index++) {
      const where = `${path}[${index}]`
      const fields = Fields.of({ value: value[index], where }, this.#problems)
      if (fields) found.push(fields)
    }
    return found
  }

  refuseUnknown(known: ReadonlySet<string>): void {
    for (const key of Object.keys(this.#object)) {
      if (!known.has(key)) this.problem(key.slice(0, seatMapLimits.nameChars), 'unknown field')
    }
  }
}

/** Decimal notation only: no hexadecimal, no empty text, which `Number` would take. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim()
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(trimmed) ? Number(trimmed) : undefined
}

/**
 * Names as they are stored: trimmed, composed, without control characters, not longer than
 * `maxChars`.
 */
export function cleanText(
  text: string,
  maxChars: number,
): { text: string | undefined; problem?: string } {
  const trimmed = text.trim()
  // What everybody writes needs no more looks than this one.
  if (trimmed.length <= maxChars && /^[\x20-\x7e]+$/.test(trimmed)) return { text: trimmed }
  const clean = trimmed.normalize('NFC')
  if (clean === '') return { text: undefined }
  if (clean.length > maxChars) {
    return { text: undefined, problem: `longer than ${maxChars} characters: ${shown(clean)}` }
  }
  // Lone surrogates cannot be sent as UTF-8 again; control characters break logs and terminals.
  if (/\p{Cc}/u.test(clean) || !clean.isWellFormed()) {
    return { text: undefined, problem: `control characters in ${shown(clean)}` }
  }
  return { text: clean }
}
