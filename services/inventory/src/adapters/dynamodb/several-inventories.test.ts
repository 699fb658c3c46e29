import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError, systemClock } from '@usher/kernel'
import {
  type TemporaryDynamodb,
  temporaryDynamodb,
} from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer, seededRandom } from '@usher/testing'
import {
  eventId,
  hallJson,
  type SampleHall,
  saleRules,
} from '../../samples/inventory-samples.fixture.ts'
import {
  type OneOfSeveral,
  oneOfSeveral,
  streamedChanges,
  withoutSeatCondition,
} from './several-inventories.fixture.ts'
import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { inventoryTables } from './table-descriptions.ts'

const server = realServer('USHER_DYNAMODB_ENDPOINT')
const BUYERS = 200

interface Two extends TemporaryDynamodb {
  readonly both: readonly [OneOfSeveral, OneOfSeveral]
}

async function twoOnSale(
  hall: SampleHall,
  change: (dynamodb: Dynamodb) => Dynamodb = (same) => same,
): Promise<Two> {
  const opened = await temporaryDynamodb(server.address, inventoryTables)
  const temporary = { ...opened, dynamodb: change(opened.dynamodb) }
  const options = { seatsPerPartition: 10 }
  const first = oneOfSeveral(temporary.dynamodb, options)
  await first.client.putSeatMap({ eventId, format: 1, content: hallJson(hall), userId: 'user_o' })
  await first.client.configureSale({ rules: saleRules({ endMs: systemClock.nowMs() + 1e9 }) })
  return { ...temporary, both: [first, oneOfSeveral(temporary.dynamodb, options)] }
}

const countsOf = async ({ client }: OneOfSeveral) =>
  (await client.getAvailability({ eventId })).counts

test(
  '200 buyers race for 50 seats at two processes: each seat is sold once',
  server.options,
  async (t) => {
    const two = await twoOnSale({ rows: 5 })
    t.after(() => two.close())
    const random = seededRandom(7)
    const wishes = Array.from({ length: BUYERS }, (_, buyer) => {
      const at = Math.floor(random.fraction() * 50)
      const seat = `${'ABCDE'[Math.floor(at / 10)]}${(at % 10) + 1}`
      const { client } = two.both[buyer % 2] ?? two.both[0]
      return client.reserveSeats({ userId: `user_${buyer}`, eventId, seats: [seat] })
    })
    const answers = await Promise.allSettled(wishes)
    const sold = answers.flatMap((it) =>
      it.status === 'fulfilled' ? [it.value.reservation?.seats[0]?.seatNumber] : [],
    )
    const refused = answers.flatMap((it) => (it.status === 'rejected' ? [it.reason] : []))
    assert.equal(new Set(sold).size, sold.length)
    assert.ok(refused.every((it) => isDomainError(it, 'seat_unavailable')))
    const rows = await two.both[0].stores.ledger.touchedSeats(eventId, { after: null, limit: 100 })
    assert.deepEqual(rows.filter(({ state }) => state.status === 'RESERVED').length, sold.length)

    for (const { id, message } of await streamedChanges(two.dynamodb, server.address)) {
      for (const [at, { server: inventory }] of two.both.entries()) {
        await inventory.others.consumer(`test-${at}`).handle(message, { id } as never)
      }
    }
    const [first, second] = await Promise.all(two.both.map(countsOf))
    assert.equal(first?.reserved, sold.length)
    assert.deepEqual(first, second)
  },
)

test(
  'twin: without the condition on the seat, two processes sell one twice',
  server.options,
  async (t) => {
    const two = await twoOnSale({ rows: 1 }, withoutSeatCondition)
    t.after(() => two.close())
    // Each has looked while the seat was free, and hears nothing of the other.
    for (const one of two.both) await countsOf(one)
    const answers = []
    for (const [buyer, { client }] of two.both.entries()) {
      answers.push(await client.reserveSeats({ userId: `user_${buyer}`, eventId, seats: ['A1'] }))
    }
    const owned = answers.map(({ reservation }) => reservation?.seats[0]?.seatNumber)
    assert.deepEqual(owned, ['A1', 'A1'])
  },
)

test(
  'a process learns of other sale rules, areas and maps within a look',
  server.options,
  async (t) => {
    const two = await twoOnSale({ rows: 2, areas: { Floor: 9 } })
    t.after(() => two.close())
    const [first, second] = two.both
    assert.equal((await countsOf(second))?.total, 29)
    const look = () => second.server.others.jobs[0]?.run()

    const larger = hallJson({ rows: 3, areas: { Floor: 9 } })
    await first.client.putSeatMap({ eventId, format: 1, content: larger, userId: 'user_o' })
    await look()
    assert.equal((await countsOf(second))?.total, 39)

    await first.client.reserveSeats({ userId: 'user_a', eventId, areas: { Floor: 4 } })
    await look()
    assert.equal((await countsOf(second))?.reserved, 4)

    const endMs = systemClock.nowMs() + 1e9
    await first.client.configureSale({ rules: saleRules({ endMs, open: false, version: 2 }) })
    await look()
    const late = second.client.reserveSeats({ userId: 'user_b', eventId, seats: ['A1'] })
    await assert.rejects(late, (error) => isDomainError(error, 'sale_closed'))
  },
)

test(
  'seats that were blocked stay blocked under a map that is spread otherwise',
  server.options,
  async (t) => {
    const two = await twoOnSale({ rows: 1 })
    t.after(() => two.close())
    const [first, second] = two.both
    await countsOf(second)
    const seats = ['A1', 'A9']
    await first.client.blockSeats({ eventId, seats, userId: 'user_o', reason: 'a camera' })
    const larger = hallJson({ rows: 4 })
    await first.client.putSeatMap({ eventId, format: 1, content: larger, userId: 'user_o' })
    assert.deepEqual((await countsOf(first))?.blocked, 2)
    await first.client.reserveSeats({ userId: 'user_a', eventId, seats: ['D1'] })
    // The second has the old map still: its commit is refused, and it looks again.
    for (const seat of ['A2', 'D2']) {
      const asked = { userId: 'user_b', eventId, seats: [seat] }
      const { reservation } = await second.client.reserveSeats(asked)
      assert.equal(reservation?.seats[0]?.seatNumber, seat)
    }
    const stale = second.client.reserveSeats({ userId: 'user_b', eventId, seats: ['A9'] })
    await assert.rejects(stale, (error) => isDomainError(error, 'seat_unavailable'))
    const freed = await second.client.unblockSeats({ eventId, seats, userId: 'user_o', reason: '' })
    assert.equal(freed.changed, 2)
    await second.client.reserveSeats({ userId: 'user_b', eventId, seats: ['A9'] })
  },
)
