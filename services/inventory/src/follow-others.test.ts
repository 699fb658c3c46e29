import assert from 'node:assert/strict'
import { test } from 'node:test'
import { create } from '@bufbuild/protobuf'
import { SeatStatusChangedSchema } from '@usher/contracts'
import { DomainError, isDomainError } from '@usher/kernel'
import { boundLedger } from './adapters/bound-ledger.ts'
import type { SeatLedger } from './ports/seat-ledger.ts'
import {
  eventId,
  onSale,
  sampleInventory,
  saleRules,
  startMs,
} from './samples/inventory-samples.fixture.ts'

// Where other processes sell from the same store, a process looks at the store now and then and
// hears messages. Both may be older than what it has done itself.

const buyer = { userId: 'user_a', eventId }

/** Lets everything pass until it is closed. */
function valve() {
  let opened: PromiseWithResolvers<void> | undefined
  return {
    passed: () => opened?.promise,
    close: () => void (opened = Promise.withResolvers()),
    open: () => opened?.resolve(),
  }
}

/** An inventory whose store is far away: commits may arrive late, looks may be answered late. */
async function farAway() {
  const commits = valve()
  const looks = valve()
  const asked = { sales: 0 }
  const far = (ledger: SeatLedger): SeatLedger => {
    const bound = boundLedger(ledger)
    return {
      ...bound,
      async commit(transactions) {
        await commits.passed()
        return bound.commit(transactions)
      },
      async takenPlaces(event) {
        const found = await bound.takenPlaces(event)
        await looks.passed()
        return found
      },
    }
  }
  const inventory = await sampleInventory({ remembers: true, ledger: far })
  await onSale(inventory, { hall: { rows: 1, areas: { Floor: 9 } } })
  const { client, clock, server, stores } = inventory
  const sales = stores.sales.get.bind(stores.sales)
  stores.sales.get = (event) => (asked.sales++, sales(event))
  const look = async () => server.others.jobs[0]?.run()
  const consumer = server.others.consumer('test')
  const hear = (version: number, newStatus: string) =>
    consumer.handle(
      create(SeatStatusChangedSchema, {
        eventId,
        seatNumber: 'A1',
        newStatus,
        version,
        occurredAtMs: BigInt(startMs),
      }),
      { id: `A1/${version}` } as never,
    )
  const shown = async () => {
    const { counts } = await client.getAvailability({ eventId })
    return [counts?.available, counts?.reserved, counts?.booked]
  }
  return { client, clock, commits, looks, look, hear, shown, asked, stores }
}

test('a look that was on its way before a sale does not bring the places back', async () => {
  const { client, clock, looks, look, shown } = await farAway()
  await client.reserveSeats({ ...buyer, areas: { Floor: 2 } })
  looks.close()
  const looking = look()
  await clock.advance(1)
  await client.reserveSeats({ ...buyer, areas: { Floor: 4 } })
  looks.open()
  await looking
  assert.deepEqual(await shown(), [13, 6, 0])
})

test('a look that passes a sale on its way to the store does not bring the places back', async () => {
  const { client, clock, commits, looks, look, shown } = await farAway()
  await client.getAvailability({ eventId })
  commits.close()
  const sold = client.reserveSeats({ ...buyer, areas: { Floor: 4 } })
  await clock.advance(1)
  looks.close()
  const looking = look()
  await clock.advance(1)
  commits.open()
  await sold
  looks.open()
  await looking
  assert.deepEqual(await shown(), [15, 4, 0])
})

test('a refused wish takes back the places that it showed, whatever is under way beside it', async () => {
  const { client, clock, commits, shown } = await farAway()
  await client.configureSale({ rules: saleRules({ version: 2, limit: 3 }) })
  commits.close()
  const wish = { eventId, areas: { Floor: 2 } }
  const [first, second] = [client.reserveSeats({ ...wish, userId: 'user_a' }), twice()]
  async function twice() {
    await client.reserveSeats({ ...wish, userId: 'user_b' })
    await client.reserveSeats({ ...wish, userId: 'user_b' })
  }
  await clock.advance(1)
  commits.open()
  await assert.rejects(second, (error) => isDomainError(error, 'buyer_limit'))
  await first
  assert.deepEqual(await shown(), [15, 4, 0])
})

test('a message that is older than a commit of our own changes nothing', async () => {
  const { client, clock, commits, hear, shown } = await farAway()
  const blocking = { eventId, seats: ['A1'], userId: 'user_o', reason: 'a camera' }
  await client.blockSeats(blocking)
  await client.unblockSeats(blocking)
  commits.close()
  const sold = client.reserveSeats({ ...buyer, seats: ['A1'] })
  await clock.advance(1)
  await hear(1, 'BLOCKED')
  assert.deepEqual(await shown(), [18, 1, 0], 'while it is under way')
  commits.open()
  await sold
  await hear(2, 'AVAILABLE')
  assert.deepEqual(await shown(), [18, 1, 0], 'once it is answered')
  await hear(4, 'AVAILABLE')
  assert.deepEqual(await shown(), [19, 0, 0], 'what is newer is shown')
})

test('a seat of a commit that failed is looked at again', async () => {
  const { client, look, shown, stores } = await farAway()
  const commit = stores.ledger.commit.bind(stores.ledger)
  stores.ledger.commit = () =>
    Promise.reject(new DomainError('unavailable', 'seat_store_unavailable', 'gone'))
  await assert.rejects(client.reserveSeats({ ...buyer, seats: ['A1'] }))
  assert.deepEqual(await shown(), [18, 1, 0])
  stores.ledger.commit = commit
  await look()
  assert.deepEqual(await shown(), [19, 0, 0])
})

test('an event that nobody asks for is looked at every ten seconds, any other every second', async () => {
  const { client, clock, look, asked } = await farAway()
  const looksWithin = async (seconds: number, ask: () => Promise<unknown>) => {
    asked.sales = 0
    for (let second = 0; second < seconds; second++) {
      await clock.advance(1000)
      await ask()
      await look()
    }
    return asked.sales
  }
  await client.getAvailability({ eventId })
  await look()
  assert.equal(await looksWithin(30, async () => {}), 3)
  assert.equal(await looksWithin(30, () => client.getAvailability({ eventId })), 30)
})

test('a sale that we have paused is not opened by a look that was on its way', async () => {
  const { client, clock, look, stores } = await farAway()
  const sales = valve()
  const get = stores.sales.get.bind(stores.sales)
  await client.getAvailability({ eventId })
  stores.sales.get = async (event) => {
    const found = await get(event)
    await sales.passed()
    return found
  }
  sales.close()
  const looking = look()
  await clock.advance(1)
  stores.sales.get = get
  await client.pauseSale({ eventId, actor: 'auditor', reason: 'to be looked at' })
  sales.open()
  await looking
  const late = client.reserveSeats({ ...buyer, seats: ['A1'] })
  await assert.rejects(late, (error) => isDomainError(error, 'sale_closed'))
})
