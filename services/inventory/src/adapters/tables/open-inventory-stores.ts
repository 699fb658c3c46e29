import { type TopicLog, topics } from '@usher/bus'
import type { Tables } from '@usher/stores'
import type { Reservation } from '../../domain/reservation.ts'
import type { SaleStore } from '../../ports/sale-store.ts'
import type { SeatLedger } from '../../ports/seat-ledger.ts'
import type { SeatMapStore } from '../../ports/seat-map-store.ts'
import { LoadedEventRows } from './event-rows.ts'
import { tablesSaleStore } from './sale-store.ts'
import { openSeatJournal, type SeatJournal } from './seat-journal.ts'
import { tablesSeatLedger } from './seat-ledger.ts'
import { tablesSeatMapStore } from './seat-map-store.ts'

export interface InventoryStores {
  readonly ledger: SeatLedger
  readonly seatMaps: SeatMapStore
  readonly sales: SaleStore
  readonly journal: SeatJournal
}

/**
 * Everything inventory keeps in `tables`. They share one journal and one loaded state: open once
 * per `Tables`.
 */
export async function openInventoryStores({
  tables,
  topicLog,
}: {
  tables: Tables
  topicLog: TopicLog
}): Promise<InventoryStores> {
  const journal = await openSeatJournal(tables)
  const needs = { tables, journal, events: new LoadedEventRows(tables) }
  const recordExpired = (reservation: Reservation, atMs: number) =>
    topicLog.record(topics.reservationExpired, expiredMessage(reservation, atMs))
  return {
    ledger: tablesSeatLedger({ ...needs, recordExpired }),
    seatMaps: tablesSeatMapStore(needs),
    sales: tablesSaleStore(needs),
    journal,
  }
}

function expiredMessage(reservation: Reservation, atMs: number) {
  return {
    reservationId: reservation.reservationId,
    eventId: reservation.eventId,
    userId: reservation.userId,
    seatNumbers: reservation.seats.map(({ seatNumber }) => seatNumber),
    areas: Object.fromEntries(reservation.areas.map(({ area, quantity }) => [area, quantity])),
    expiredAtMs: BigInt(atMs),
  }
}
