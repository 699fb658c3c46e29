import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError, systemClock, systemRandom } from '@usher/kernel'
import {
  badDay,
  type LimitedDynamodb,
  limitedDynamodb,
} from '@usher/stores/dynamodb/limits/limited-dynamodb.fixture'
import type { Limits } from '@usher/stores/dynamodb/limits/limits-model'
import { realServer } from '@usher/testing'
import { seatLedgerContract } from '../../ports/seat-ledger.contract.ts'
import type { OpenLedger } from '../../ports/seat-ledger-law.fixture.ts'
import { eventId, hallJson, saleRules } from '../../samples/inventory-samples.fixture.ts'
import { openDynamodbInventoryStores } from './open-inventory-stores.ts'
import { oneOfSeveral } from './several-inventories.fixture.ts'
import { inventoryTables as tables } from './table-descriptions.ts'

// The same law and the same race through a DynamoDB that throttles, cancels and loses answers.

const server = realServer('USHER_DYNAMODB_ENDPOINT')
const BUYERS = 60
const SEATS = 20
/** As much passes in the model with each refusal. */
const REFUSAL_MS = 100

seatLedgerContract(
  'dynamodbSeatLedger with throttling, conflicts and lost answers',
  async (): Promise<OpenLedger> => {
    const { dynamodb, close } = await limitedDynamodb(server.address, {
      tables,
      seed: 1,
      limits: badDay,
    })
    const needs = { dynamodb, clock: systemClock, random: systemRandom }
    const ledger = () => openDynamodbInventoryStores(needs, { reservationShards: 2 }).ledger
    const restart = async () => ({ ledger: ledger(), restart, close })
    return { ledger: ledger(), restart, close }
  },
  { ...server.options, seatsMax: 95 },
)

const weathers: readonly [string, Partial<Limits>][] = [
  ['1 % throttled and 1 % in conflict', { throttleRate: 0.01, conflictRate: 0.01 }],
  ['10 % of both and 5 % of answers lost', { ...badDay, lostAnswerRate: 0.05 }],
  ['every second transaction in conflict', { conflictRate: 0.5, throttleRate: 0.05 }],
  ['half of the units that the seats of a partition take', { writeUnitsPerSecond: 10, delayMs: 5 }],
]

for (const [weather, limits] of weathers) {
  test(
    `with ${weather}, two processes sell each seat once, and all are answered`,
    server.options,
    async (t) => {
      const limited = await refusing(limits)
      t.after(() => limited.close())
      const options = { seatsPerPartition: 10, reservationShards: 2 }
      const both = [0, 1].map(() => oneOfSeveral(limited.dynamodb, options))
      const [first] = both
      assert.ok(first)
      const content = hallJson({ rows: 2 })
      await first.client.putSeatMap({ eventId, format: 1, content, userId: 'user_o' })
      await first.client.configureSale({ rules: saleRules({ endMs: systemClock.nowMs() + 1e9 }) })
      const answers = await Promise.allSettled(
        Array.from({ length: BUYERS }, (_, buyer) => {
          const seats = [`${'AB'[buyer % 2]}${(Math.floor(buyer / 2) % 10) + 1}`]
          const wish = { userId: `user_${buyer}`, eventId, seats }
          return (both[Math.floor(buyer / SEATS) % 2] ?? first).client.reserveSeats(wish)
        }),
      )
      const sold = answers.flatMap((it) =>
        it.status === 'fulfilled' ? [it.value.reservation?.seats[0]?.seatNumber] : [],
      )
      for (const it of answers) if (it.status === 'rejected') requireClean(it.reason)
      assert.equal(new Set(sold).size, sold.length, 'a seat was sold twice')
      const rows = await first.stores.ledger.touchedSeats(eventId, { after: null, limit: 100 })
      const owners = new Map(rows.map(({ seatNumber, state }) => [seatNumber, state.reservedBy]))
      for (const [at, it] of answers.entries()) {
        if (it.status !== 'fulfilled') continue
        const [seat] = it.value.reservation?.seats ?? []
        assert.equal(owners.get(seat?.seatNumber as never), `user_${at}`, 'a sale was lost')
      }
      assert.ok(limited.refused.size > 0, 'the model has refused nothing')
    },
  )
}

/** Partitions fill again with each refusal, however slow or fast the machine is. */
async function refusing(limits: Partial<Limits>): Promise<LimitedDynamodb> {
  let limited: LimitedDynamodb | undefined
  const refusals = () => [...(limited?.refused.values() ?? [])].reduce((all, each) => all + each, 0)
  const clock = { ...systemClock, monotonicMs: () => refusals() * REFUSAL_MS }
  limited = await limitedDynamodb(server.address, { tables, seed: 2, limits, clock })
  return limited
}

/** A refusal, or word that the store is too busy: never anything else. */
function requireClean(error: unknown): void {
  assert.ok(isDomainError(error), String(error))
  assert.ok(error.code === 'seat_unavailable' || error.kind === 'unavailable', error.code)
}
