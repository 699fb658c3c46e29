import type { SaleStore } from '../../ports/sale-store.ts'
import type { SeatLedger } from '../../ports/seat-ledger.ts'
import type { SeatMapStore } from '../../ports/seat-map-store.ts'
import { JournalSequence } from './journal-sequence.ts'
import { PlacedEvents } from './placed-events.ts'
import { dynamodbSaleStore } from './sale-store.ts'
import { dynamodbSeatLedger } from './seat-ledger.ts'
import { dynamodbSeatMapStore } from './seat-map-store.ts'
import { SeatReads } from './seat-reads.ts'
import type { StoreNeeds } from './store-needs.ts'

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

/** 80,000 seats in a minute are 2,667 changes a second: six partitions of 500. */
const SEATS_PER_PARTITION = 15_000
const RESERVATION_SHARDS = 16
const REMEMBER_OPERATIONS_MS = 24 * 60 * 60 * 1000

/**
 * Everything inventory keeps in DynamoDB, over tables as `inventoryTables` describes them. Connects
 * with the first call; any number of processes may have it open. They share what is known of
 * placed events: open once per process.
 */
export function openDynamodbInventoryStores(
  needs: StoreNeeds,
  options: DynamodbInventoryOptions = {},
): DynamodbInventoryStores {
  const {
    seatsPerPartition = SEATS_PER_PARTITION,
    reservationShards = RESERVATION_SHARDS,
    rememberOperationsMs = REMEMBER_OPERATIONS_MS,
  } = options
  const placed = new PlacedEvents(needs)
  const all = { ...needs, placed, sequence: new JournalSequence(needs) }
  const seatReads = new SeatReads(all)
  return {
    ledger: dynamodbSeatLedger({ ...all, reservationShards, rememberOperationsMs }),
    seatMaps: dynamodbSeatMapStore({ ...all, seatReads, seatsPerPartition }),
    sales: dynamodbSaleStore(all),
  }
}
