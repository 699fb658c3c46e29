import type { Currency } from '@usher/kernel'
import { type Point, seatMapLimits, type TableMode } from '../seat-map.ts'
import { FilePrices } from './file-prices.ts'
import { freeName } from './free-names.ts'
import { type NoteList, type ProblemList, shown } from './problems.ts'
import { rowsByPlace } from './rows-by-place.ts'
import {
  DEFAULT_CATEGORY,
  type RowDraft,
  type SeatDraft,
  type SeatMapDraft,
  sectionOf,
} from './seat-map-draft.ts'
import { capacityRule, isCapacity } from './usher-json.ts'

/** A seat as files list them: one by one, each with what it knows of its row and section. */
export interface FoundSeat {
  readonly where: string
  readonly section: string | undefined
  readonly row: string | undefined
  readonly label: string
  readonly id: string | undefined
  readonly category: string | undefined
  readonly price: string | undefined
  readonly at: Point | undefined
  readonly accessible: boolean
  readonly companion: boolean
  readonly table: TableMode
}

export interface FoundArea extends Pick<FoundSeat, 'where' | 'category' | 'price' | 'at'> {
  readonly name: string | undefined
  readonly capacity: number
}

export interface Collecting {
  readonly currency: Currency
  readonly problems: ProblemList
  readonly notes: NoteList
}

const NO_SECTION = 'Main'

/** Puts seats that come one by one into their rows and sections. */
export class SeatCollector {
  readonly #draft: SeatMapDraft
  readonly #prices: FilePrices
  readonly #lists: Collecting
  readonly #rows = new Map<string, RowDraft[]>()
  /** How many seats of one row have one label. */
  readonly #labels = new Map<string, number>()
  /** Seats without a row, by section. */
  readonly #rowless = new Map<string, SeatDraft[]>()

  constructor(draft: SeatMapDraft, lists: Collecting) {
    this.#draft = draft
    this.#lists = lists
    this.#prices = new FilePrices(draft, lists)
  }

  seat(found: FoundSeat): void {
    const { where, id, label, at, accessible, companion, section = NO_SECTION } = found
    const category = this.#category(found)
    const seat = { where, id, label, category, at, accessible, companion, gapAfter: false }
    if (found.row === undefined) {
      const others = this.#rowless.get(section)
      if (others) others.push(seat)
      else this.#rowless.set(section, [seat])
      // So that sections stand in the file's order.
      sectionOf(this.#draft, section)
    } else this.#rowOf(found, section, found.row).seats.push(seat)
  }

  area({ where, name: named, category, price, capacity, at }: FoundArea): void {
    const { areas } = this.#draft
    // One more than the limit is enough for `finishSeatMap` to refuse the file.
    if (areas.size > seatMapLimits.areas) return
    if (!isCapacity(capacity)) return this.#lists.problems.add(where, capacityRule)
    const name = freeName(named ?? `Area ${areas.size + 1}`, areas)
    if (named !== undefined && name !== named) {
      this.#lists.notes.add(where, `another area ${shown(named)}: named ${shown(name)}`)
    }
    areas.set(name, {
      where,
      name,
      category: this.#category({ where, category, price }),
      capacity,
      at,
    })
  }

  /** Finds rows for the seats that have none. To be called once, at the end. */
  finish(): void {
    const { categories, sections } = this.#draft
    if (categories.size === 1 && categories.has(DEFAULT_CATEGORY) && sections.size > 1) {
      const how = 'to price sections apart, map category to what names the section'
      this.#lists.notes.add('file', `no category is given: all are ${DEFAULT_CATEGORY}; ${how}`)
    }
    for (const [name, seats] of this.#rowless) {
      const { rows } = sectionOf(this.#draft, name)
      const taken = new Set(rows.map((row) => row.name))
      const found = rowsByPlace(seats)
      let number = 0
      for (const members of found) {
        do number++
        while (taken.has(`R${number}`))
        const where = members[0]?.where ?? name
        rows.push({ where, name: `R${number}`, table: 'none', seats: members })
      }
      const what = found.length === 1 ? 'taken for one row' : 'put into rows by where they are'
      const reason = `${seats.length} seats have no row: ${what} (${found.length})`
      this.#lists.notes.add(`section ${shown(name)}`, reason)
    }
  }

  #category({ where, category, price }: Pick<FoundSeat, 'where' | 'category' | 'price'>): string {
    return this.#prices.category({ where, name: category, price })
  }

  /**
   * A label that the row has already goes to another row of that name, which gets a name of its own
   * later.
   */
  #rowOf({ where, label, table }: FoundSeat, section: string, name: string): RowDraft {
    const key = JSON.stringify([section, name])
    const labelKey = JSON.stringify([section, name, label])
    const copy = this.#labels.get(labelKey) ?? 0
    this.#labels.set(labelKey, copy + 1)
    let rows = this.#rows.get(key)
    if (!rows) this.#rows.set(key, (rows = []))
    let row = rows[copy]
    if (!row) {
      row = { where, name, table, seats: [] }
      rows[copy] = row
      sectionOf(this.#draft, section).rows.push(row)
    } else if (row.table !== table) {
      this.#lists.problems.add(where, `table differs from ${row.where}, which is in the same row`)
    }
    return row
  }
}
