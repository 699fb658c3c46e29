import assert from 'node:assert/strict'
import { until } from '../e2e/until.ts'
import { type Books, readBooks } from './books.ts'
import type { DistributedPlatform } from './distributed-platform.ts'
import type { SentMails } from './sent-mails.ts'

/** A mail that its sender died with is taken up after a minute; a busy machine writes slowly. */
const MAILED_WITHIN_MS = 240_000

/** Waits until everybody has their mail. */
export async function mailed(platform: DistributedPlatform, eventId: number): Promise<void> {
  const books = await readBooks(await platform.settings(), eventId)
  const all = async () => (await withoutMail(platform.mails, books)).length === 0
  await until('every booking has its mail', all, MAILED_WITHIN_MS)
}

/** The confirmed bookings of whom no mail has come yet. */
async function withoutMail(
  sent: SentMails,
  { bookings }: Pick<Books, 'bookings'>,
): Promise<readonly string[]> {
  const told = new Set((await sent.all()).flatMap(({ references }) => [...references]))
  return bookings
    .filter(({ status }) => status === 'CONFIRMED')
    .map(({ booking_reference: reference }) => reference)
    .filter((reference) => !told.has(reference))
}

/** Nobody was told the same twice: one mail with each subject is what a booking gets. */
export async function checkNoneTwice(
  sent: SentMails,
  { bookings }: Pick<Books, 'bookings'>,
): Promise<void> {
  const mails = await sent.all()
  for (const { booking_reference: reference } of bookings) {
    const own = mails.filter(({ references }) => references.has(reference))
    const subjects = own.map(({ subject }) => subject)
    assert.equal(new Set(subjects).size, subjects.length, `${reference}: ${subjects.join(', ')}`)
  }
}
