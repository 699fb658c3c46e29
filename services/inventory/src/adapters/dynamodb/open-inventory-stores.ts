import type { SaleStore } from '../../ports/sale-store.ts'
import type { SeatLedger } from '../../ports/seat-ledger.ts'
import type { SeatMapStore } from '../../ports/seat-map-store.ts'
import { JournalSequence } from './journal-sequence.ts'
import { PlacedEvents } from './placed-events.ts'
import { dynamodbSaleStore } from './sale-store.ts'
import { dynamodbSeatLedger } from './seat-ledger.ts'
import { dynamodbSeatMapStore } from './seat-map-store.ts'
import { SeatReads } from './seat-reads.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'

export interface DynamodbInventoryStores {
  readonly ledger: SeatLedger
  readonly seatMaps: SeatMapStore
  readonly sales: SaleStore
}

export interface DynamodbInventoryOptions {
  /**
   * An event gets a partition for each so many seats, see ADR 0009. May change at any time: it is
   * stored with each map.
   */
  readonly seatsPerPartition?: number
  /**
   * Over so many values `status` is spread in `reservations`. May grow only while no reservation is
   * ACTIVE, and never shrink.
   */
  readonly reservationShards?: number
  readonly rememberOperationsMs?: number
}

/** What the stores go by where nobody says otherwise; an import goes by it, too. */
export const inventoryDefaults = {
  /** 80,000 seats in a minute are 2,667 changes a second: six partitions of 500. */
  seatsPerPartition: 15_000,
  reservationShards: 16,
  rememberOperationsMs: 24 * 60 * 60 * 1000,
} as const satisfies Required<DynamodbInventoryOptions>

/**
 * Everything inventory keeps in DynamoDB, over tables as `inventoryTables` describes them. Connects
 * with the first call; any number of processes may have it open. They share what is known of
 * placed events: open once per process.
 */
export function openDynamodbInventoryStores(
  needs: StoreNeeds,
  options: DynamodbInventoryOptions = {},
): DynamodbInventoryStores {
  const { seatsPerPartition, reservationShards, rememberOperationsMs } = {
    ...inventoryDefaults,
    ...options,
  }
  const placed = new PlacedEvents(needs)
  const all = { ...needs, placed, sequence: new JournalSequence(needs) }
  const seatReads = new SeatReads(all)
  return {
    ledger: dynamodbSeatLedger({ ...all, reservationShards, rememberOperationsMs }),
    seatMaps: dynamodbSeatMapStore({ ...all, seatReads, seatsPerPartition }),
    sales: dynamodbSaleStore(all),
  }
}
