import { parseArgs } from 'node:util'
import { type EventId, type SeatNumber, systemClock, systemRandom } from '@usher/kernel'
import { limitedDynamodb } from '@usher/stores/dynamodb/limits/limited-dynamodb.fixture'
import { untouchedSeat } from '../../domain/seat.ts'
import type { SeatLedger } from '../../ports/seat-ledger.ts'
import { hallJson } from '../../samples/inventory-samples.fixture.ts'
import { reserving } from '../../samples/ledger-samples.fixture.ts'
import { openDynamodbInventoryStores } from './open-inventory-stores.ts'
import { oneOfSeveral } from './several-inventories.fixture.ts'
import { inventoryTables } from './table-descriptions.ts'

// node services/inventory/src/adapters/dynamodb/measure-hot-event.ts --endpoint http://127.0.0.1:8000
//
// How many seats of one event can be reserved in a second through the limits model, by the number
// of its partitions. The limits are a hundredth of DynamoDB's, so that no machine is the limit.

const eventId = 1 as EventId
const ROWS = 26
const SEATS_A_ROW = 30
const SEATS = ROWS * SEATS_A_ROW
const BUYERS = 32
const WARM_UP_MS = 3000
const MEASURE_MS = 8000
const LIMITS = { writeUnitsPerSecond: 10, readUnitsPerSecond: 30 }

/** Nobody has taken anything: no reads take part in what is measured. */
const allFree = {
  seats: async (_: EventId, seats: readonly SeatNumber[]) => seats.map(() => untouchedSeat),
} as unknown as SeatLedger

const text = { type: 'string' } as const
const options = { endpoint: { ...text, default: '' }, partitions: { ...text, default: '1,2,6' } }
const { values } = parseArgs({ options })
for (const partitions of values.partitions.split(',')) {
  console.log(await measure(values.endpoint, Number(partitions)))
}

async function measure(endpoint: string, partitions: number): Promise<string> {
  const tables = inventoryTables
  const limited = await limitedDynamodb(endpoint, { tables, seed: 1, limits: LIMITS })
  const options = { seatsPerPartition: Math.ceil(SEATS / partitions) }
  const { client } = oneOfSeveral(limited.dynamodb, options)
  const content = hallJson({ rows: ROWS, seatsPerRow: SEATS_A_ROW })
  await client.putSeatMap({ eventId, format: 1, content, userId: 'user_o' })
  const needs = { dynamodb: limited.dynamodb, clock: systemClock, random: systemRandom }
  const { ledger } = openDynamodbInventoryStores(needs, options)
  const seats = shuffledSeats().values()
  const endMs = systemClock.monotonicMs() + WARM_UP_MS + MEASURE_MS
  const counted = { reserved: 0, refused: 0 }
  await Promise.all(
    Array.from({ length: BUYERS }, async () => {
      for (const seat of seats) {
        const leftMs = endMs - systemClock.monotonicMs()
        if (leftMs < 0) return
        const applied = await reserve(ledger, seat)
        if (leftMs > MEASURE_MS) continue
        counted[applied ? 'reserved' : 'refused']++
      }
    }),
  )
  const cancelled = limited.refused.get('TransactionCanceledException') ?? 0
  await limited.close()
  const perSecond = Math.round((counted.reserved / MEASURE_MS) * 1000)
  const { refused } = counted
  return `${partitions}: ${perSecond} seats/s, ${refused} refused, ${cancelled} calls cancelled`
}

async function reserve(ledger: SeatLedger, seat: SeatNumber): Promise<boolean> {
  const wish = { seats: [seat], user: `user_${seat}`, event: eventId }
  const transaction = await reserving(allFree, wish)
  const outcomes = await ledger.commit([{ ...transaction, mapVersion: 1 }]).catch(() => [])
  return outcomes[0]?.kind === 'applied'
}

function shuffledSeats(): SeatNumber[] {
  const seats = Array.from({ length: SEATS }, (_, at) => {
    const row = String.fromCharCode(65 + Math.floor(at / SEATS_A_ROW))
    return `${row}${(at % SEATS_A_ROW) + 1}` as SeatNumber
  })
  const keyed = seats.map((seat) => ({ seat, key: systemRandom.fraction() }))
  return keyed.sort((a, b) => a.key - b.key).map(({ seat }) => seat)
}
