import type { Cancel, EventId } from '@usher/kernel'
import { type Change, put, type Tables } from '@usher/stores'
import type { AreaMove } from '../../domain/area.ts'
import type { Cause, SeatChange } from '../../domain/seat-transaction.ts'
import { type SeatJournalRow, seatJournalTable } from './rows.ts'

export interface JournaledChange {
  readonly eventId: EventId
  readonly cause: Cause
  readonly seats: readonly SeatChange[]
  readonly areas: readonly AreaMove[]
}

/**
 * Hands out the journal's sequence, which counts the changes of all events without a gap. One per
 * store.
 */
export class SeatJournal {
  readonly #listeners = new Set<() => void>()
  #last: number

  constructor(last: number) {
    this.#last = last
  }

  /** The entry as a row; to be committed in the same turn, with the change it tells of. */
  entry({ eventId, cause, seats, areas }: JournaledChange): Change {
    this.#last++
    const row: SeatJournalRow = {
      sequence: this.#last,
      event_id: eventId,
      at_ms: cause.atMs,
      actor: cause.actor,
      action: cause.action,
      reason: cause.reason,
      reservation_id: cause.reservationId,
      booking_id: cause.bookingId,
      seats: seats.map(({ seatNumber, expected, next }) => [
        seatNumber,
        expected.status,
        next.status,
        next.version,
      ]),
      areas: areas.map(({ area, from, to, quantity }) => [area, from, to, quantity]),
    }
    return put(seatJournalTable, row)
  }

  /** Tells who reads the journal that there is more of it. */
  appended(): void {
    for (const wake of this.#listeners) wake()
  }

  onAppended(wake: () => void): Cancel {
    this.#listeners.add(wake)
    return () => this.#listeners.delete(wake)
  }
}

export async function openSeatJournal(tables: Tables): Promise<SeatJournal> {
  const [newest] = await tables.list(seatJournalTable, 'key', { descending: true, limit: 1 })
  return new SeatJournal(newest?.sequence ?? 0)
}
