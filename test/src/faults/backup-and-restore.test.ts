import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runUsher } from '../command/usher-command.ts'
import type { BookingBody } from '../e2e/bodies.ts'
import { buy, eventOnSale, smallHall } from '../e2e/box-office.ts'
import { newBuyers, newOrganizer, type Person } from '../e2e/people.ts'
import { startBare } from '../e2e/start-platform.ts'
import { expectStatus, Rest } from '../e2e/rest.ts'
import { until } from '../e2e/until.ts'
import { endedWell } from './ended-well.ts'

const BUYERS = 8
const map = {
  ...smallHall,
  areas: [{ name: 'Floor', category: 'Standing', capacity: 100_000 }],
}

const directory = await mkdtemp(join(tmpdir(), 'usher-drill-'))
after(() => rm(directory, { recursive: true }))

test('a machine that is lost comes back with every sale that was made before its backup', async (t) => {
  const dataDir = join(directory, 'data')
  const file = join(directory, 'backup.db.zst')
  const first = await startBare(dataDir)
  const eventId = await eventOnSale(await newOrganizer(first.url), { map })
  const buyers = (await newBuyers(first.url, BUYERS)).map((person) => new Buyer(person, eventId))
  const seated = await buy((buyers[0] as Buyer).person, eventId, { seats: ['A1', 'A2'] })
  const buying = buyers.map((buyer) => buyer.buyUntilItEnds())
  const sold = () => buyers.reduce((sum, { told }) => sum + told.length, 0)
  const allHaveBought = async () => buyers.every(({ told }) => told.length > 0)
  await until('everybody has bought something', allHaveBought)

  const before = buyers.map((buyer) => [...buyer.told])
  const made = await runUsher(['backup', file, '--data-dir', dataDir, '--json'])
  assert.equal(made.code, 0, made.said)
  const during = sold() - before.flat().length
  await until('sales go on', async () => sold() > before.flat().length + during)
  await first.kill()
  await Promise.all(buying)
  await rm(dataDir, { recursive: true })

  const restored = await runUsher(['restore', file, '--data-dir', dataDir, '--json'])
  assert.equal(restored.code, 0, restored.said)
  const { found, checked } = JSON.parse(restored.out)
  assert.equal(found, 0)
  assert.ok(checked.bookings_confirmed >= before.flat().length)

  const second = await startBare(dataDir)
  for (const [i, buyer] of buyers.entries()) await buyer.finds(second.url, before[i] ?? [])
  await (buyers[0] as Buyer).finds(second.url, [seated.booking_id])
  for (const buyer of buyers) await buyer.buyOnce(second.url)
  await endedWell(second)
  const audit = await runUsher(['audit', '--data-dir', dataDir, '--json'])
  assert.equal(audit.code, 0, audit.out)
  t.diagnostic(`${before.flat().length} bookings before the backup, ${during} while it was made`)
})

/** Buys one place after another, and remembers every booking that was confirmed to them. */
class Buyer {
  readonly person: Person
  readonly #eventId: number
  readonly told: string[] = []

  constructor(person: Person, eventId: number) {
    this.person = person
    this.#eventId = eventId
  }

  async buyUntilItEnds(): Promise<void> {
    try {
      for (;;) this.told.push((await this.#buy(this.person)).booking_id)
    } catch (error) {
      // What fetch throws when the machine is gone; anything else is a bug.
      if (!(error instanceof TypeError)) throw error
    }
  }

  /** With the token from before: the keys came back as well. */
  async finds(url: string, bookingIds: readonly string[]): Promise<void> {
    const { rest } = this.#at(url)
    for (const id of bookingIds) {
      const { status } = expectStatus(await rest.get<BookingBody>(`/v1/bookings/${id}`), 200)
      assert.equal(status, 'CONFIRMED')
    }
  }

  async buyOnce(url: string): Promise<void> {
    assert.equal((await this.#buy(this.#at(url))).status, 'CONFIRMED')
  }

  #buy(person: Person): Promise<BookingBody> {
    return buy(person, this.#eventId, { areas: { Floor: 1 } })
  }

  #at(url: string): Person {
    return { ...this.person, rest: new Rest(url, this.person.token) }
  }
}
