import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError, systemClock, systemRandom } from '@usher/kernel'
import type { Limits } from '@usher/stores/dynamodb/limits/limits-model'
import { realServer } from '@usher/testing'
import { seatLedgerContract } from '../../ports/seat-ledger.contract.ts'
import type { OpenLedger } from '../../ports/seat-ledger-law.fixture.ts'
import { eventId, hallJson, saleRules } from '../../samples/inventory-samples.fixture.ts'
import { limitedDynamodb } from './limited-dynamodb.fixture.ts'
import { openDynamodbInventoryStores } from './open-inventory-stores.ts'
import { oneOfSeveral } from './several-inventories.fixture.ts'

// The same law and the same race through a DynamoDB that throttles, cancels and loses answers.

const server = realServer('USHER_DYNAMODB_ENDPOINT')
const BUYERS = 60
const SEATS = 20

const often: Partial<Limits> = { throttleRate: 0.1, conflictRate: 0.1, lostAnswerRate: 0.02 }

seatLedgerContract(
  'dynamodbSeatLedger with throttling, conflicts and lost answers',
  async (): Promise<OpenLedger> => {
    const { dynamodb, close } = await limitedDynamodb(server.address, { seed: 1, limits: often })
    const needs = { dynamodb, clock: systemClock, random: systemRandom }
    const ledger = () => openDynamodbInventoryStores(needs, { reservationShards: 2 }).ledger
    const restart = async () => ({ ledger: ledger(), restart, close })
    return { ledger: ledger(), restart, close }
  },
  { ...server.options, seatsMax: 95 },
)

const weathers: readonly [string, Partial<Limits>][] = [
  ['1 % throttled and 1 % in conflict', { throttleRate: 0.01, conflictRate: 0.01 }],
  ['10 % of both and 5 % of answers lost', { ...often, lostAnswerRate: 0.05 }],
  ['every second transaction in conflict', { conflictRate: 0.5, throttleRate: 0.05 }],
  ['a partition of 40 units a second', { writeUnitsPerSecond: 40, delayMs: 5 }],
]

for (const [weather, limits] of weathers) {
  test(
    `with ${weather}, two processes sell each seat once, and all are answered`,
    server.options,
    async (t) => {
      const limited = await limitedDynamodb(server.address, { seed: 2, limits })
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
          const seats = [`${'AB'[buyer % 2]}${(buyer % 10) + 1}`]
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

/** A refusal, or word that the store is too busy: never anything else. */
function requireClean(error: unknown): void {
  assert.ok(isDomainError(error), String(error))
  assert.ok(error.code === 'seat_unavailable' || error.kind === 'unavailable', error.code)
}
