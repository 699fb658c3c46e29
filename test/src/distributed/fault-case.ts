import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { newOrganizer } from '../e2e/people.ts'
import { until } from '../e2e/until.ts'
import { type Books, checkBooks, openEnds, readBooks } from './books.ts'
import { Crowd } from './crowd.ts'
import type { DistributedPlatform } from './distributed-platform.ts'

/** Within this everything that a fault has left open comes to its end by itself. */
const SETTLED_WITHIN_MS = 120_000

/** Each look reads whole tables, of a store that has to settle them. */
const LOOK_EVERY_MS = 500

/** Harms the platform while a crowd shops; answers the crowd. */
export type Fault = (t: TestContext, platform: DistributedPlatform) => Promise<Crowd>

/**
 * Lets a crowd shop while `harm` does what it does, and a little before and after. Then whatever
 * was told to anybody must be so, by what they are shown and by what the tables say.
 */
export async function underLoad(
  t: TestContext,
  platform: DistributedPlatform,
  harm: (crowd: Crowd) => Promise<void>,
): Promise<Crowd> {
  const { url } = platform
  const crowd = await Crowd.gather(await newOrganizer(url))
  crowd.begin(url)
  try {
    await sold(crowd)
    await harm(crowd)
    await sold(crowd)
  } finally {
    await crowd.end()
  }
  const { bookings, unanswered, lost, failures } = crowd
  const endedMs = Date.now()
  await crowd.check(url)
  checkBooks(await settledBooks(platform, crowd.eventId))
  t.diagnostic(
    `${bookings} bookings acknowledged, ${failures.length} answers of 5xx, ${lost} broken off, ` +
      `${unanswered} asked again, all settled after ${Date.now() - endedMs} ms`,
  )
  return crowd
}

/** Waits until somebody has bought from now on: the platform sells. Answers after how long. */
export async function sold(crowd: Crowd): Promise<number> {
  const beganMs = Date.now()
  const before = crowd.bookings
  await until('somebody has bought', async () => crowd.bookings > before, SETTLED_WITHIN_MS)
  return Date.now() - beganMs
}

async function settledBooks(platform: DistributedPlatform, eventId: number): Promise<Books> {
  const settings = await platform.settings()
  let books = await readBooks(settings, eventId)
  const endMs = Date.now() + SETTLED_WITHIN_MS
  while (openEnds(books).length > 0) {
    assert.ok(Date.now() < endMs, `still open: ${openEnds(books).join(', ')}`)
    await wait(LOOK_EVERY_MS)
    books = await readBooks(settings, eventId)
  }
  return books
}
