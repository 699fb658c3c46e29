import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { buy, eventOnSale } from '../e2e/box-office.ts'
import { newBuyer, newOrganizer } from '../e2e/people.ts'
import { startBare } from '../e2e/start-platform.ts'
import { until } from '../e2e/until.ts'
import { endedWell } from './ended-well.ts'

const BOOKINGS = 40
/** Mails on disk at which it is killed: others are being composed, written, put on record. */
const KILLED_AT = [1, 10, 25] as const
/** A mail that a server died with is taken up by the next one after a minute. */
const TAKEN_UP_MS = 300_000
/** Longer than a mail that is sent a second time would take to come. */
const STRAGGLERS_MS = 3000

const dataDir = await mkdtemp(join(tmpdir(), 'usher-mails-'))
after(() => rm(dataDir, { recursive: true }))

test('a server that is killed while it sends mails has sent each exactly once in the end', async (t) => {
  let platform = await startBare(dataDir)
  const eventId = await eventOnSale(await newOrganizer(platform.url))
  const buyer = await newBuyer(platform.url)
  const sentBefore: number[] = []
  const buying = Array.from({ length: BOOKINGS }, () =>
    buy(buyer, eventId, { areas: { Floor: 1 } }),
  )
  const bookings = await Promise.all(buying)
  for (const least of KILLED_AT) {
    await until('mails are being sent', async () => (await mailsOnDisk()).length >= least)
    await platform.kill()
    sentBefore.push((await mailsOnDisk()).length)
    platform = await startBare(dataDir)
  }
  const allSent = async () => (await mailsOnDisk()).length >= BOOKINGS
  await until('every booking has its mail', allSent, TAKEN_UP_MS)
  await wait(STRAGGLERS_MS)
  await endedWell(platform)
  const mails = await Promise.all((await mailsOnDisk()).map((name) => textOf(name)))
  assert.equal(mails.length, BOOKINGS)
  for (const { booking_reference: reference } of bookings) {
    assert.equal(mails.filter((mail) => mail.includes(reference)).length, 1, reference)
  }
  t.diagnostic(`mails on disk at each kill: ${sentBefore.join(', ')} of ${BOOKINGS}`)
})

async function mailsOnDisk(): Promise<string[]> {
  const files = await readdir(join(dataDir, 'mail'), { recursive: true })
  return files.filter((name) => name.endsWith('.eml'))
}

function textOf(name: string): Promise<string> {
  return readFile(join(dataDir, 'mail', name), 'utf8')
}
