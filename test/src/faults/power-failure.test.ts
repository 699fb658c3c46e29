import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { runUsher } from '../command/usher-command.ts'
import { startBare } from '../e2e/start-platform.ts'
import { until } from '../e2e/until.ts'
import { endedWell } from './ended-well.ts'
import { openShop } from './shop.ts'
import type { Shopper } from './shopper.ts'

const CYCLES = 20
const SHOPPERS = 8
/** Long enough for bookings to be under way, short enough for twenty of them. */
const LOAD_MS = [60, 700] as const

const directory = await mkdtemp(join(tmpdir(), 'usher-power-'))
after(() => rm(directory, { recursive: true }))

test('twenty power failures lose no booking, sell no seat twice and strand no money', async (t) => {
  const dataDir = join(directory, 'data')
  let platform = await startBare(dataDir)
  const shoppers = await openShop(platform, SHOPPERS)
  let unanswered = 0
  for (let cycle = 1; cycle <= CYCLES; cycle++) {
    const sold = () => shoppers.reduce((sum, { bookings }) => sum + bookings, 0)
    const before = sold()
    const shopping = shoppers.map((shopper) => shopper.shop(platform.url))
    await wait(randomInt(...LOAD_MS))
    // Every other time something has been sold, however slow the machine is.
    if (cycle % 2 === 0) await until('they buy', async () => sold() > before + 2)
    await platform.kill()
    await Promise.all(shopping)
    if (cycle % 5 === 0) await auditCopy(dataDir, cycle)
    unanswered += shoppers.reduce((sum, shopper) => sum + shopper.unanswered, 0)
    platform = await startBare(dataDir)
    await Promise.all(shoppers.map((shopper) => shopper.settle(platform.url)))
    await checkAll(shoppers, platform.url)
  }
  await endedWell(platform)
  const { code, out } = await runUsher(['audit', '--data-dir', dataDir, '--json'])
  const { violations } = JSON.parse(out) as { violations: unknown[] }
  assert.deepEqual([code, violations], [0, []])
  const bookings = shoppers.reduce((sum, shopper) => sum + shopper.bookings, 0)
  t.diagnostic(`${bookings} bookings, ${unanswered} calls cut off in ${CYCLES} power failures`)
  assert.ok(bookings > CYCLES && unanswered > CYCLES, 'the failures met work under way')
})

/** Every booking is as it was told, and each seat belongs to one of them at most. */
async function checkAll(shoppers: readonly Shopper[], url: string): Promise<void> {
  const seats = (await Promise.all(shoppers.map((shopper) => shopper.check(url)))).flat()
  assert.equal(new Set(seats).size, seats.length, 'no seat is sold twice')
  for (const { failures } of shoppers) assert.deepEqual(failures, [])
}

/** What the failure has left behind, before anything has recovered it, must be sound as well. */
async function auditCopy(dataDir: string, cycle: number): Promise<void> {
  const copy = join(directory, `copy-${cycle}`)
  await cp(dataDir, copy, { recursive: true })
  const { code, out, said } = await runUsher(['audit', '--data-dir', copy, '--json'])
  assert.equal(code, 0, `${out}${said}`)
  await rm(copy, { recursive: true })
}
