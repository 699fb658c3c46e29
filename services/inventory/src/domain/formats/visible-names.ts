import { type NoteList, type ProblemList, shown } from './problems.ts'
import type { RowDraft, SeatMapDraft } from './seat-map-draft.ts'

/**
 * What takes no room on a ticket or is not seen on it: format characters (zero-width spaces, marks
 * of direction, soft hyphens), line separators, variation selectors, fillers.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu
const PLAIN = /^[\x20-\x7e]*$/

/**
 * Leaves invisible characters out of everything that seat numbers are made of: two seats that look
 * alike would be two seats. A problem where names that differed do not differ any more.
 */
export function keepVisible(
  draft: SeatMapDraft,
  lists: { readonly problems: ProblemList; readonly notes: NoteList },
): void {
  const visible = new VisibleNames(lists)
  visible.rename(draft.sections, 'section')
  visible.rename(draft.areas, 'area')
  for (const { rows } of draft.sections.values()) for (const row of rows) visible.row(row)
  visible.ids(draft)
}

class VisibleNames {
  readonly #problems: ProblemList
  readonly #notes: NoteList

  constructor({ problems, notes }: { problems: ProblemList; notes: NoteList }) {
    this.#problems = problems
    this.#notes = notes
  }

  rename<Item extends { readonly name: string }>(items: Map<string, Item>, thing: string): void {
    if ([...items.keys()].every((name) => PLAIN.test(name))) return
    const all = [...items]
    items.clear()
    for (const [name, item] of all) {
      const clean = this.#clean(name, `${thing} ${shown(name)}`)
      if (items.has(clean)) this.#twin(`${thing} ${shown(name)}`, clean)
      items.set(clean, clean === name ? item : { ...item, name: clean })
    }
  }

  row(row: RowDraft): void {
    if (!PLAIN.test(row.name)) row.name = this.#clean(row.name, row.where)
    const changed = new Set<string>()
    for (const seat of row.seats) {
      if (PLAIN.test(seat.label)) continue
      const label = this.#clean(seat.label, seat.where)
      if (label !== seat.label) changed.add(label)
      seat.label = label
    }
    if (changed.size === 0) return
    const seen = new Set<string>()
    for (const { label, where } of row.seats) {
      if (changed.has(label) && seen.has(label)) this.#twin(where, label)
      seen.add(label)
    }
  }

  ids({ sections }: SeatMapDraft): void {
    const seen = new Map<string, boolean>()
    for (const { rows } of sections.values()) {
      for (const seat of rows.flatMap((row) => row.seats)) {
        if (seat.id === undefined) continue
        const id = PLAIN.test(seat.id) ? seat.id : this.#clean(seat.id, seat.where)
        const changed = id !== seat.id
        if (seen.has(id) && (changed || seen.get(id) === true)) this.#twin(seat.where, id)
        seen.set(id, changed || seen.get(id) === true)
        seat.id = id
      }
    }
  }

  #clean(text: string, where: string): string {
    const clean = text.replaceAll(INVISIBLE, '').trim()
    if (clean === text) return text
    if (clean === '') this.#problems.add(where, 'a name of invisible characters only')
    else this.#notes.add(where, `invisible characters left out of ${shown(clean)}`)
    return clean
  }

  #twin(where: string, name: string): void {
    const reason = `${shown(name)} looks like another one: they differ in invisible characters only`
    this.#problems.add(where, reason)
  }
}
