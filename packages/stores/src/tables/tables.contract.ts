import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineTable, put, remove } from './table.ts'
import type { Tables } from './tables.ts'

/** A store that can be closed and opened again with what it kept. */
export interface TablesFixture {
  open(): Promise<Tables>
  end(): Promise<void>
}

interface SampleRow {
  readonly event_id: number
  readonly seat_number: string
  readonly status: string
  readonly version: number
  readonly accessible: boolean
  readonly facts: { readonly tags: readonly string[] } | null
}

const seats = defineTable<SampleRow>({
  name: 'sample_seats',
  columns: {
    event_id: 'integer',
    seat_number: 'text',
    status: 'text',
    version: 'integer',
    accessible: 'boolean',
    facts: 'json',
  },
  key: ['event_id', 'seat_number'],
  indexes: { by_status: ['status', 'version'] },
})

function seat(seat_number: string, changes: Partial<SampleRow> = {}): SampleRow {
  const facts = { tags: ["it's", 'Ü'] }
  return {
    event_id: 1,
    seat_number,
    status: 'AVAILABLE',
    version: 1,
    accessible: false,
    facts,
    ...changes,
  }
}

/** The law of `Tables`; every implementation runs it. */
export function tablesContract(name: string, makeFixture: () => Promise<TablesFixture>): void {
  const law = (
    title: string,
    run: (fixture: TablesFixture, tables: Tables) => Promise<void>,
  ): void =>
    void test(`${name}: ${title}`, async () => {
      const fixture = await makeFixture()
      const tables = await fixture.open()
      try {
        await run(fixture, tables)
      } finally {
        await tables.close()
        await fixture.end()
      }
    })

  law('a row that was never put is undefined', async (_, tables) => {
    assert.equal(tables.get(seats, 1, 'A1'), undefined)
    assert.deepEqual(await tables.list(seats, 'key', { limit: 10 }), [])
  })

  law('a commit is seen at once, before it is durable', async (_, tables) => {
    const durable = tables.commit([put(seats, seat('A1'))])
    assert.deepEqual(tables.get(seats, 1, 'A1'), seat('A1'))
    await durable
    assert.deepEqual(tables.get(seats, 1, 'A1'), seat('A1'))
  })

  law('a removed row is gone at once and stays gone', async (_, tables) => {
    await tables.commit([put(seats, seat('A1')), put(seats, seat('A2'))])
    await tables.commit([remove(seats, 1, 'A1')])
    assert.equal(tables.get(seats, 1, 'A1'), undefined)
    assert.deepEqual(await tables.list(seats, 'key', { limit: 10 }), [seat('A2')])
  })

  law('the last of several changes to one row wins', async (_, tables) => {
    await tables.commit([
      put(seats, seat('A1')),
      remove(seats, 1, 'A1'),
      put(seats, seat('A1', { version: 7 })),
    ])
    assert.equal(tables.get(seats, 1, 'A1')?.version, 7)
    assert.equal((await tables.list(seats, 'key', { limit: 10 }))[0]?.version, 7)
  })

  law('booleans, null and nested JSON come back as they went in', async (fixture, tables) => {
    const row = seat('A1', { accessible: true, facts: null })
    await tables.commit([put(seats, row), put(seats, seat('A2'))])
    await tables.close()
    const again = await fixture.open()
    assert.deepEqual(again.get(seats, 1, 'A1'), row)
    assert.deepEqual(again.get(seats, 1, 'A2'), seat('A2'))
    await again.close()
  })

  law('a list sees every commit made before it, durable or not', async (_, tables) => {
    void tables.commit([put(seats, seat('A1'))])
    const rows = await tables.list(seats, 'key', { limit: 10 })
    assert.deepEqual(rows, [seat('A1')])
  })

  law('a commit of nothing is done when those before it are', async (_, tables) => {
    await tables.commit([])
    let durable = false
    void tables.commit([put(seats, seat('A1'))]).then(() => (durable = true))
    await tables.commit([])
    assert.ok(durable)
    await tables.commit([])
  })

  law('a list pages through an index in order and back', async (_, tables) => {
    const rows = ['B1', 'A1', 'C1', 'A2'].map((number, i) =>
      seat(number, { status: i === 2 ? 'BOOKED' : 'AVAILABLE', version: i % 2 }),
    )
    await tables.commit(rows.map((row) => put(seats, row)))
    const page = await tables.list(seats, 'by_status', { prefix: ['AVAILABLE'], limit: 2 })
    assert.deepEqual(
      page.map((row) => row.seat_number),
      ['B1', 'A1'],
    )
    const rest = await tables.list(seats, 'by_status', {
      prefix: ['AVAILABLE'],
      after: [1, 1, 'A1'],
      limit: 9,
    })
    assert.deepEqual(
      rest.map((row) => row.seat_number),
      ['A2'],
    )
    const back = await tables.list(seats, 'by_status', {
      prefix: ['AVAILABLE'],
      descending: true,
      limit: 9,
    })
    assert.deepEqual(
      back.map((row) => row.seat_number),
      ['A2', 'A1', 'B1'],
    )
    const below = await tables.list(seats, 'by_status', {
      prefix: ['AVAILABLE'],
      below: 1,
      limit: 9,
    })
    assert.deepEqual(
      below.map((row) => row.seat_number),
      ['B1'],
    )
  })

  law('thousands of rows survive closing and opening', async (fixture, tables) => {
    const numbers = Array.from({ length: 3000 }, (_, i) => `R${i}`)
    await Promise.all(numbers.map((number) => tables.commit([put(seats, seat(number))])))
    await Promise.all(
      numbers.map((number) => tables.commit([put(seats, seat(number, { version: 2 }))])),
    )
    await tables.close()
    const again = await fixture.open()
    const rows = await again.list(seats, 'key', { limit: 5000 })
    assert.equal(rows.length, 3000)
    assert.ok(rows.every((row) => row.version === 2))
    await again.close()
  })
}
