import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UserId } from '@usher/kernel'
import { realServer } from '@usher/testing'
import { NEVER_MS } from '../../domain/event.ts'
import { draft, published } from '../../sample-events.fixture.ts'
import { openStores } from './open-stores.fixture.ts'

const everything = { after: { eventDateMs: 0, eventId: 0 }, beforeMs: NEVER_MS, limit: 9 }

for (const [name, setting] of [
  ['MySQL', 'USHER_MYSQL_URL'],
  ['MariaDB', 'USHER_MARIADB_URL'],
] as const) {
  const { address, options } = realServer(setting)

  test(
    `${name}: texts in any script and of any length come back as they were`,
    options,
    async (t) => {
      const { events, organizers, close } = await openStores(address)
      t.after(close)
      const { details, venue } = published()
      const wide = {
        eventName: '🎭'.repeat(255),
        description: '夜雨 👩🏽‍🎤\n\t\\ \' " ; --'.padEnd(20_000, '🎟').slice(0, 39_000),
        category: 'ﷺ'.repeat(64),
        imageUrl: `https://example.org/${'%E5'.repeat(6000)}`,
      }
      const city = 'ﷺ'.repeat(128)
      const stored = await events.insert(
        published({ details: { ...details, ...wide }, venue: { ...venue, city } }),
        null,
      )
      assert.deepEqual(await events.get(stored.eventId), stored)
      assert.equal(stored.details.description, wide.description)
      for (const wish of [{ city }, { category: wide.category }]) {
        assert.deepEqual((await events.list({ ...everything, ...wish })).events, [stored])
      }
      assert.deepEqual((await events.list({ ...everything, city: city.slice(1) })).events, [])
      const owner = { ownerUserId: 'ana' as UserId, name: 'ß'.repeat(255), createdAtMs: 5 }
      assert.equal((await organizers.insert(owner)).name, owner.name)
    },
  )

  test(`${name}: dates from 1612 to 9999 come back as they were, in order`, options, async (t) => {
    const { events, close } = await openStores(address)
    t.after(close)
    const { details } = draft()
    const years = [9999, 2039, 1969, 1612]
    for (const year of years) {
      const atMs = Date.UTC(year, 11, 31, 23, 59, 59, 999)
      const times = { eventDateMs: atMs, endDateMs: atMs, saleStartTimeMs: atMs }
      const event = published({ details: { ...details, ...times }, createdAtMs: atMs })
      assert.deepEqual(await events.insert(event, null), {
        ...event,
        eventId: years.indexOf(year) + 1,
      })
    }
    const after = { eventDateMs: -NEVER_MS, eventId: 0 }
    const listed = await events.list({ ...everything, after })
    assert.deepEqual(
      listed.events.map(({ eventId }) => Number(eventId)),
      [4, 3, 2, 1],
    )
    const far = { eventDateMs: NEVER_MS, eventId: Number.POSITIVE_INFINITY }
    assert.deepEqual((await events.list({ ...everything, after: far })).events, [])
  })
}
