import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { runUsher } from '../command/usher-command.ts'
import { startBare } from '../e2e/start-platform.ts'
import { openShop } from './shop.ts'

const SHOPPERS = 12
const LOAD_MS = 700
/** Half of the time after which connections would be cut off. */
const END_MAX_MS = 5000

const directory = await mkdtemp(join(tmpdir(), 'usher-end-'))
after(() => rm(directory, { recursive: true }))

test('an operator who ends it under load fails no request that was accepted', async (t) => {
  const dataDir = join(directory, 'asked')
  const first = await startBare(dataDir)
  const shoppers = await openShop(first, SHOPPERS)
  const shopping = shoppers.map((shopper) => shopper.shop(first.url))
  await wait(LOAD_MS)
  const stoppedMs = Date.now()
  const { code, out } = await first.stop()
  const tookMs = Date.now() - stoppedMs
  await Promise.all(shopping)
  assert.equal(code, 0)
  assert.equal(out, `${first.announced}\n`, 'one document on standard output')
  const failures = shoppers.flatMap((shopper) => shopper.failures)
  assert.deepEqual(failures, [])

  const second = await startBare(dataDir)
  // Before anything is repeated: what was not answered was not begun, or all of it would be news.
  for (const shopper of shoppers) await shopper.check(second.url)
  const bookings = shoppers.reduce((sum, shopper) => sum + shopper.bookings, 0)
  t.diagnostic(`${bookings} bookings were answered, the end took ${tookMs} ms`)
  assert.ok(bookings > 0)
  assert.ok(tookMs < END_MAX_MS, 'nobody is waited for who has nothing more to say')
  assert.equal((await second.stop()).code, 0)
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
  assert.equal((await next.stop()).code, 0)
})
