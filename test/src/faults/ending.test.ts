import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runUsher } from '../command/usher-command.ts'
import { noLimits, startBare, startPlatform } from '../e2e/start-platform.ts'
import { until } from '../e2e/until.ts'
import { endedWell } from './ended-well.ts'
import { openShop } from './shop.ts'

const SHOPPERS = 12
/** What is not done so long after the end has begun is cut off. */
const CUT_OFF_MS = 120_000

const directory = await mkdtemp(join(tmpdir(), 'usher-end-'))
after(() => rm(directory, { recursive: true }))

test('an operator who ends it under load fails no request that was accepted', async (t) => {
  const dataDir = join(directory, 'asked')
  const env = { ...noLimits, USHER_CLOSE_DEADLINE: `${CUT_OFF_MS}ms` }
  const first = await startPlatform({ command: 'serve', dataDir, env })
  const shoppers = await openShop(first, SHOPPERS)
  const shopping = shoppers.map((shopper) => shopper.shop(first.url))
  await until('they buy', async () => shoppers.every(({ bookings }) => bookings > 0))
  const stoppedMs = Date.now()
  const { out } = await endedWell(first)
  const tookMs = Date.now() - stoppedMs
  await Promise.all(shopping)
  assert.equal(out, `${first.announced}\n`, 'one document on standard output')
  const failures = shoppers.flatMap((shopper) => shopper.failures)
  assert.deepEqual(failures, [])

  const second = await startBare(dataDir)
  // Before anything is repeated: what was not answered was not begun, or all of it would be news.
  for (const shopper of shoppers) await shopper.check(second.url)
  const bookings = shoppers.reduce((sum, shopper) => sum + shopper.bookings, 0)
  t.diagnostic(`${bookings} bookings were answered, the end took ${tookMs} ms`)
  assert.ok(tookMs < CUT_OFF_MS / 2, 'nobody is waited for who has nothing more to say')
  await endedWell(second)
  const audit = await runUsher(['audit', '--data-dir', dataDir, '--json'])
  assert.equal(audit.code, 0, audit.out)
})

test('a second process on the same data is refused with code 4, and harms nothing', async () => {
  const dataDir = join(directory, 'shared')
  const first = await startBare(dataDir)
  for (const command of ['serve', 'demo']) {
    const second = await runUsher([command, '--port', '0', '--data-dir', dataDir, '--json'])
    assert.equal(second.code, 4, second.said)
    assert.equal(second.out, '')
    assert.match(second.said, /data_dir_in_use/)
  }
  assert.equal((await fetch(`${first.url}/ready`)).status, 200)
  await first.kill()
  // The dead hold nothing: whoever comes next begins at once.
  const next = await startBare(dataDir)
  await endedWell(next)
})
