import { type Point, seatMapLimits, type TableMode } from '../seat-map.ts'
import { cleanText, parseNumber } from './fields.ts'
import { type JsonItem, type JsonPath, valueFor } from './json-paths.ts'
import { type ProblemList, shown } from './problems.ts'
import { flagOf, type SeatField } from './seat-fields.ts'

const tableModes: readonly TableMode[] = ['none', 'by_seat', 'whole']

/** An item of a list, read by the paths of a mapping; what cannot be read is a problem there. */
export class JsonPlace {
  readonly where: string
  readonly #item: JsonItem
  readonly #fields: ReadonlyMap<SeatField, JsonPath>
  readonly #problems: ProblemList

  constructor(
    item: JsonItem,
    { fields, problems }: { fields: ReadonlyMap<SeatField, JsonPath>; problems: ProblemList },
  ) {
    this.where = item.where === '' ? 'file' : item.where
    this.#item = item
    this.#fields = fields
    this.#problems = problems
  }

  /** Whether the item itself, not one that it lies in, has something there. */
  has(field: SeatField): boolean {
    const path = this.#fields.get(field)
    if (!path || path.lists.length < this.#item.chain.length - 1) return false
    const value = valueFor(this.#item, path)
    return value !== undefined && value !== null && value !== ''
  }

  /** Trimmed, composed text; a number counts as its digits, blank as absent. */
  text(field: SeatField): string | undefined {
    const value = this.#value(field)
    if (value === undefined) return undefined
    if (typeof value !== 'string' && !(typeof value === 'number' && Number.isFinite(value))) {
      this.#problem(field, `expected text, found ${shown(value)}`)
      return undefined
    }
    const { text, problem } = cleanText(String(value), seatMapLimits.nameChars)
    if (problem !== undefined) this.#problem(field, problem)
    return text
  }

  number(field: SeatField): number | undefined {
    const value = this.#value(field)
    if (value === undefined || value === '') return undefined
    const number = typeof value === 'string' ? parseNumber(value) : value
    if (typeof number === 'number' && Number.isFinite(number)) return number
    this.#problem(field, `expected a number, found ${shown(value)}`)
    return undefined
  }

  point(): Point | undefined {
    const [x, y] = [this.number('x'), this.number('y')]
    if (x === undefined && y === undefined) return undefined
    if (x === undefined || y === undefined) {
      this.#problem(x === undefined ? 'x' : 'y', 'missing, while the other coordinate is given')
      return undefined
    }
    const limit = seatMapLimits.coordinate
    if (Math.abs(x) <= limit && Math.abs(y) <= limit) return { x, y }
    this.#problem('x', `a coordinate is at most ${limit} from 0`)
    return undefined
  }

  /** A price as decimal text; numbers may have lost a zero (`45.5`). */
  price(): string | undefined {
    const value = this.#value('price')
    return typeof value === 'number' ? String(value) : this.text('price')
  }

  flag(field: SeatField): boolean {
    const value = this.#value(field)
    if (value === undefined || typeof value === 'boolean') return value === true
    const flag = isText(value) ? flagOf(String(value)) : undefined
    if (flag === undefined) this.#problem(field, `expected yes or no, found ${shown(value)}`)
    return flag !== false
  }

  table(): TableMode {
    const value = this.#value('table')
    if (value === undefined) return 'none'
    const mode = tableModes.find((it) => it === value)
    if (!mode) this.#problem('table', `expected none, by_seat or whole, found ${shown(value)}`)
    return mode ?? 'none'
  }

  /** What the item says that it is: the words to know a stage by. */
  kind(): string {
    const item = this.#item.chain.at(-1)
    if (typeof item !== 'object' || item === null) return ''
    const { type, name, id, kind } = item as Readonly<Record<string, unknown>>
    return [type, name, id, kind].filter((it) => typeof it === 'string').join(' ')
  }

  #value(field: SeatField): unknown {
    const path = this.#fields.get(field)
    return path ? (valueFor(this.#item, path) ?? undefined) : undefined
  }

  #problem(field: SeatField, reason: string): void {
    this.#problems.add(this.where, `${field}: ${reason}`)
  }
}

function isText(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}
