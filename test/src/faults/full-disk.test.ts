import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { BookingBody } from '../e2e/bodies.ts'
import { buy, eventOnSale } from '../e2e/box-office.ts'
import { newBuyer, newOrganizer, type Person } from '../e2e/people.ts'
import type { Platform } from '../e2e/platform.ts'
import { startBare } from '../e2e/start-platform.ts'
import { expectProblem, Rest } from '../e2e/rest.ts'
import { until } from '../e2e/until.ts'
import { runUsher } from '../command/usher-command.ts'

const DISK = 'size=48m'
const MORE_THAN_FITS = Buffer.alloc(64 * 1024 * 1024)

test('a full disk ends the sale with 503, keeps what was sold, and room begins it again', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'usher-full-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', DISK, 'tmpfs', directory]).status !== 0) {
    await rm(directory, { recursive: true })
    return missing(t, 'the right to mount a small file system')
  }
  try {
    await fillAndEmpty(directory)
  } finally {
    execFileSync('umount', [directory])
    await rm(directory, { recursive: true })
  }
})

async function fillAndEmpty(directory: string): Promise<void> {
  const dataDir = join(directory, 'data')
  const platform = await startBare(dataDir)
  try {
    const eventId = await eventOnSale(await newOrganizer(platform.url))
    const buyer = await newBuyer(platform.url)
    const booking = await buy(buyer, eventId, { seats: ['A1'] })
    const ballast = join(directory, 'ballast')
    await assert.rejects(writeFile(ballast, MORE_THAN_FITS), { code: 'ENOSPC' })
    await refuses(platform, { buyer, eventId })
    const path = `/v1/bookings/${booking.booking_id}`
    assert.deepEqual((await buyer.rest.get<BookingBody>(path)).body, booking)
    await rm(ballast)
    await until('it is ready again', async () => (await status(platform, '/ready')) === 200)
    await buy(buyer, eventId, { seats: ['B5'] })
  } finally {
    await platform.stop()
  }
  const { code, out } = await runUsher(['audit', '--data-dir', dataDir, '--json'])
  assert.equal(code, 0, out)
}

/**
 * What the disk has room for at first is sold; then it says that it cannot sell, and stays alive.
 */
async function refuses(platform: Platform, { buyer, eventId }: { buyer: Person; eventId: number }) {
  const wish = { event_id: eventId, areas: { Floor: 1 } }
  const ask = () => buyer.rest.post('/v1/reservations', wish)
  const asked: Promise<unknown>[] = []
  await until('it says that it is not ready', async () => {
    // One that waits for room is answered when there is some, or never: nobody listens any more.
    if (asked.length < ASKED_MAX) asked.push(ask().catch(() => undefined))
    return (await status(platform, '/ready')) === 503
  })
  assert.equal(await status(platform, '/health'), 200)
  const answer = await ask()
  expectProblem(answer, { status: 503, code: 'storage_unavailable' })
  assert.ok(Number(answer.headers.get('retry-after')) > 0)
}

const ASKED_MAX = 40

async function status({ url }: Platform, path: string): Promise<number> {
  return (await new Rest(url).get(path)).status
}

/** Says loudly what is missing; where everything must run, that is a failure. */
function missing(context: { skip(reason: string): void }, what: string): void {
  if (process.env['CI']) assert.fail(`${what} is needed`)
  context.skip(`${what} is needed`)
}
