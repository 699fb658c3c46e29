import { openTopicLog } from '@usher/bus'
import { InventoryService } from '@usher/contracts'
import type { EventId } from '@usher/kernel'
import { type Client, localClient } from '@usher/rpc'
import { type MemoryDisk, memoryTables, reliableDisk, type Tables } from '@usher/stores'
import { type ManualClock, manualClock, seededRandom } from '@usher/testing'
import { directSeatMapReader } from '../adapters/direct/seat-map-reader.ts'
import { rememberedLedger } from '../adapters/memory/seat-memory.ts'
import {
  type InventoryStores,
  openInventoryStores,
} from '../adapters/tables/open-inventory-stores.ts'
import { readInventoryConfig } from '../config.ts'
import { createInventory, type InventoryServer } from '../inventory.ts'
import type { SeatLedger } from '../ports/seat-ledger.ts'
import { silentInventoryTelemetry } from '../telemetry.ts'

/** The whole service over memory, for tests. */
export interface SampleInventory {
  readonly client: Client<typeof InventoryService>
  readonly server: InventoryServer
  readonly stores: InventoryStores
  readonly tables: Tables
  readonly clock: ManualClock
  /** Runs the sweep once. */
  readonly sweep: () => Promise<void>
}

export interface SampleOptions {
  readonly disk?: MemoryDisk
  readonly clock?: ManualClock
  /** Between the use cases and the ledger; for tests that take a guard away. */
  readonly ledger?: (ledger: SeatLedger) => SeatLedger
  /** True: as where the ledger is far away, with a memory of what it has shown. */
  readonly remembers?: boolean
}

export const startMs = 1_700_000_000_000
export const eventId = 1 as EventId

export async function sampleInventory(options: SampleOptions = {}): Promise<SampleInventory> {
  const { disk = reliableDisk(), clock = manualClock(startMs), ledger = (same) => same } = options
  const tables = memoryTables(disk)
  const needs = { tables, clock, random: seededRandom(clock.monotonicMs() + 1) }
  const stores = await openInventoryStores({ tables, topicLog: await openTopicLog(needs) })
  const seatMapReader = directSeatMapReader()
  const adapters = { ...stores, ...needs, seatMapReader, telemetry: silentInventoryTelemetry }
  const given = ledger(stores.ledger)
  const server = createInventory(
    { ...adapters, ...(options.remembers ? rememberedLedger(given) : { ledger: given }) },
    readInventoryConfig({}),
  )
  const client = localClient(InventoryService, server.rpc)
  const sweep = async () => server.jobs[0]?.run()
  return { client, server, stores, tables, clock, sweep }
}

export interface SampleHall {
  /** Rows of seats: A1 … A10, B1 … */
  readonly rows?: number
  readonly seatsPerRow?: number
  /** Area name -> capacity. */
  readonly areas?: Readonly<Record<string, number>>
  readonly table?: 'none' | 'by_seat' | 'whole'
}

/** A hall of one section `Stalls`; seats cost 50.00, places 30.00. */
export function hallJson(hall: SampleHall = {}): Uint8Array<ArrayBuffer> {
  const { rows = 2, seatsPerRow = 10, areas = {}, table = 'none' } = hall
  const rowNames = Array.from({ length: rows }, (_, at) => String.fromCharCode(65 + at))
  const map = {
    name: 'Hall',
    currency: 'EUR',
    focal_point: { x: 5, y: -5 },
    categories: [
      { name: 'Seated', price: '50.00', color: '#336699' },
      { name: 'Standing', price: '30.00', color: '#993366' },
    ],
    sections: [
      {
        name: 'Stalls',
        rows: rowNames.map((name, y) => ({
          name,
          table,
          seats: Array.from({ length: seatsPerRow }, (_, x) => ({
            seat_number: `${name}${x + 1}`,
            label: String(x + 1),
            category: 'Seated',
            x,
            y,
          })),
        })),
      },
    ],
    areas: Object.entries(areas).map(([name, capacity], x) => {
      return { name, category: 'Standing', capacity, x: 5 + x * 10, y: 50 }
    }),
  }
  const sections = rows === 0 ? [] : map.sections
  return new TextEncoder().encode(JSON.stringify({ ...map, sections }))
}

export interface SampleSale {
  readonly limit?: number
  readonly orphanRule?: 'strict' | 'lenient' | 'off'
  readonly open?: boolean
  readonly version?: number
  readonly endMs?: number
}

export function saleRules(sale: SampleSale = {}) {
  return {
    eventId,
    currency: 'EUR',
    saleStartTimeMs: BigInt(startMs),
    saleEndTimeMs: BigInt(sale.endMs ?? startMs + 86_400_000),
    maxSeatsPerBuyer: sale.limit ?? 0,
    reservationMinutes: 10,
    orphanRule: sale.orphanRule ?? 'off',
    open: sale.open ?? true,
    eventVersion: sale.version ?? 1,
  }
}

/** An event with a hall, on sale. */
export async function onSale(
  inventory: SampleInventory,
  { hall, sale }: { hall?: SampleHall; sale?: SampleSale } = {},
): Promise<void> {
  const { client } = inventory
  await client.putSeatMap({ eventId, format: 1, content: hallJson(hall), userId: 'user_o' })
  await client.configureSale({ rules: saleRules(sale) })
}
