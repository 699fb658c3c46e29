import type { SeatStatus } from './seat.ts'
import { deltaBody, mapBody, mapBodyBytes } from './availability-body.ts'
import type { AreaFacts, SeatLayout } from './seat-layout.ts'

export interface Counts {
  readonly available: number
  readonly reserved: number
  readonly booked: number
  readonly blocked: number
  readonly total: number
}

/** The seats of one section and category, or one area. */
export interface SectionAvailability {
  readonly section: string
  readonly category: string
  readonly priceMinor: number
  readonly area: boolean
  readonly counts: Counts
}

/** Two bits a seat, in this order on the wire too (docs/availability.md). */
export const seatStates = ['AVAILABLE', 'RESERVED', 'BOOKED', 'BLOCKED'] as const

const STATE = { AVAILABLE: 0, RESERVED: 1, BOOKED: 2, BLOCKED: 3 } as const

/** How many changes a delta can reach back; an older reader gets the whole map. A power of two. */
const REMEMBERED_CHANGES = 16_384

/**
 * Who has which seat, in memory, for one event: one byte a seat for searching, two bits for
 * sending, and counters that move with each change. It may lag behind the store; that costs a 409,
 * never a seat.
 *
 * The change number grows by one with each change. `firstChangeNumber` should be larger than any
 * that an earlier view of the event gave out (e.g. start it from the clock), so that a reader's old
 * number is never mistaken for a new one.
 */
export class SeatView {
  readonly layout: SeatLayout
  /** `seatStates` index of each seat. For reading: change it by `set` only. */
  readonly states: Uint8Array
  /** Available seats of each block. For reading. */
  readonly freeInBlock: Uint32Array
  readonly #packed: Uint8Array
  /** Four counters a group, then four an area, in the order of `seatStates`. */
  readonly #groupCounts: Uint32Array
  readonly #areaCounts: Uint32Array
  /** Change c is at c % length: a seat's index, or seatCount + an area's index. */
  readonly #changes = new Uint32Array(REMEMBERED_CHANGES)
  readonly #firstChange: number
  #changeNumber: number
  #body: Uint8Array | undefined

  constructor(layout: SeatLayout, { firstChangeNumber = 1 }: { firstChangeNumber?: number } = {}) {
    this.layout = layout
    this.#firstChange = firstChangeNumber
    this.#changeNumber = firstChangeNumber
    this.states = new Uint8Array(layout.seatCount)
    this.#packed = new Uint8Array(Math.ceil(layout.seatCount / 4))
    this.freeInBlock = new Uint32Array(layout.blocks.count)
    this.#groupCounts = new Uint32Array(layout.groups.length * 4)
    this.#areaCounts = new Uint32Array(layout.areas.length * 4)
    for (let index = 0; index < layout.seatCount; index++) this.#count(index, 0, 1)
    for (const area of layout.areas) this.#areaCounts[area.index * 4] = area.capacity
  }

  get changeNumber(): number {
    return this.#changeNumber
  }

  statusAt(index: number): SeatStatus {
    const status = seatStates[this.states[index] ?? -1]
    if (status === undefined) throw new RangeError(`no seat ${index} in this view`)
    return status
  }

  /** O(1). Setting what is already so changes nothing. */
  set(index: number, status: SeatStatus): void {
    const before = this.states[index]
    if (before === undefined) throw new RangeError(`no seat ${index} in this view`)
    const after = STATE[status]
    if (before === after) return
    this.#count(index, before, -1)
    this.#count(index, after, 1)
    this.states[index] = after
    const byte = index >>> 2
    const shift = (index & 3) * 2
    this.#packed[byte] = ((this.#packed[byte] ?? 0) & ~(3 << shift)) | (after << shift)
    this.#remember(index)
  }

  /** Throws RangeError for an area that the layout does not have. */
  area(name: string): Counts {
    return countsAt(this.#areaCounts, this.#areaNamed(name).index)
  }

  /**
   * Moves places of an area from one state to another. Throws RangeError when there are not so
   * many.
   */
  moveArea(name: string, from: SeatStatus, to: SeatStatus, quantity: number): void {
    const { index } = this.#areaNamed(name)
    const source = index * 4 + STATE[from]
    const target = index * 4 + STATE[to]
    const left = (this.#areaCounts[source] ?? 0) - quantity
    if (!Number.isInteger(quantity) || quantity < 0 || left < 0) {
      throw new RangeError(`cannot move ${quantity} places of ${name} from ${from}`)
    }
    if (source === target || quantity === 0) return
    this.#areaCounts[source] = left
    this.#areaCounts[target] = (this.#areaCounts[target] ?? 0) + quantity
    this.#remember(this.layout.seatCount + index)
  }

  /** Seats and area places together. O(sections). */
  counts(): Counts {
    const sums = new Uint32Array(4)
    for (const [at, count] of this.#groupCounts.entries())
      sums[at & 3] = (sums[at & 3] ?? 0) + count
    for (const [at, count] of this.#areaCounts.entries()) sums[at & 3] = (sums[at & 3] ?? 0) + count
    return countsAt(sums, 0)
  }

  /** Per section and category in map order, then per area. O(sections). */
  sections(): SectionAvailability[] {
    const groups = this.layout.groups.map((group, at) => ({
      ...group,
      area: false,
      counts: countsAt(this.#groupCounts, at),
    }))
    const areas = this.layout.areas.map(({ name, category, priceMinor, index }) => {
      const counts = countsAt(this.#areaCounts, index)
      return { section: name, category, priceMinor, area: true, counts }
    })
    return [...groups, ...areas]
  }

  /** The whole map; the same array until something changes, so do not write to it. */
  body(): Uint8Array {
    this.#body ??= mapBody({
      changeNumber: this.#changeNumber,
      seatCount: this.layout.seatCount,
      packed: this.#packed,
      areaCounts: this.#areaCounts,
    })
    return this.#body
  }

  /**
   * What changed after change number `since`; the whole map when that is smaller, too long ago, or
   * not of this view.
   */
  delta(since: number): Uint8Array {
    const behind = this.#changeNumber - since
    const known = Number.isSafeInteger(since) && since >= this.#firstChange
    if (!known || behind < 0 || behind > REMEMBERED_CHANGES) return this.body()
    const changed = new Set<number>()
    for (let change = since + 1; change <= this.#changeNumber; change++) {
      changed.add(this.#changes[change % REMEMBERED_CHANGES] ?? 0)
    }
    const delta = deltaBody({
      since,
      changeNumber: this.#changeNumber,
      seatCount: this.layout.seatCount,
      states: this.states,
      areaCounts: this.#areaCounts,
      changed: [...changed].sort((a, b) => a - b),
    })
    const { seatCount, areas } = this.layout
    const isShorter = delta.length < mapBodyBytes({ seatCount, areas: areas.length })
    return isShorter ? delta : this.body()
  }

  #count(index: number, state: number, by: 1 | -1): void {
    const counter = (this.layout.groupOf[index] ?? 0) * 4 + state
    this.#groupCounts[counter] = (this.#groupCounts[counter] ?? 0) + by
    if (state !== STATE.AVAILABLE) return
    const block = this.layout.blocks.of[index] ?? 0
    this.freeInBlock[block] = (this.freeInBlock[block] ?? 0) + by
  }

  #remember(changed: number): void {
    this.#changeNumber++
    this.#changes[this.#changeNumber % REMEMBERED_CHANGES] = changed
    this.#body = undefined
  }

  #areaNamed(name: string): AreaFacts {
    const area = this.layout.areaNamed(name)
    if (!area) throw new RangeError(`no area ${name} in this layout`)
    return area
  }
}

function countsAt(counters: Uint32Array, at: number): Counts {
  const [available = 0, reserved = 0, booked = 0, blocked = 0] = counters.subarray(
    at * 4,
    at * 4 + 4,
  )
  return { available, reserved, booked, blocked, total: available + reserved + booked + blocked }
}
