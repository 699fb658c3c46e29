import type { Fields } from './fields.ts'
import { type NoteList, shown } from './problems.ts'
import { categoryOf, type SeatMapDraft } from './seat-map-draft.ts'

interface ChartCategory {
  readonly name: string
  /** All its seats are wheelchair places. */
  readonly accessible: boolean
}

/** The categories of a chart, by key: a number in some charts, text in others, or both in one. */
export class SeatsioCategories {
  readonly #byKey = new Map<string, ChartCategory>()
  readonly #draft: SeatMapDraft
  readonly #notes: NoteList

  constructor(file: Fields, { draft, notes }: { draft: SeatMapDraft; notes: NoteList }) {
    this.#draft = draft
    this.#notes = notes
    const listed = Array.isArray(file.raw('categories'))
      ? file.objects('categories')
      : (file.object('categories')?.objects('list') ?? [])
    for (const category of listed) this.#declare(category)
  }

  #declare(fields: Fields): void {
    const key = fields.text('key')
    const name = fields.text('label') ?? key
    if (name === undefined) return fields.problem('label', 'a category needs a label')
    const color = fields.raw('color')
    const category = categoryOf(this.#draft, name)
    if (typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color)) category.color = color
    const found = { name, accessible: fields.raw('accessible') === true }
    if (key !== undefined) this.#byKey.set(key, found)
  }

  /** The category of a seat, table or area; undefined, with a problem, when it has none. */
  of(fields: Fields): ChartCategory | undefined {
    const key = fields.text('categoryKey')
    const known = key === undefined ? undefined : this.#byKey.get(key)
    if (known) return known
    const name = fields.text('categoryLabel') ?? key
    if (name === undefined) {
      fields.problem('categoryKey', 'has no category')
      return undefined
    }
    if (!this.#draft.categories.has(name)) {
      this.#notes.add(fields.where, `category ${shown(name)} is not declared: declared with it`)
    }
    categoryOf(this.#draft, name)
    const found = { name, accessible: false }
    if (key !== undefined) this.#byKey.set(key, found)
    return found
  }
}
