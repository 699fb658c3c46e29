import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '../e2e/until.ts'
import { type Books, readBooks } from './books.ts'
import type { DistributedPlatform } from './distributed-platform.ts'

/** A mail that its sender died with is taken up after a minute; a busy machine writes slowly. */
const MAILED_WITHIN_MS = 240_000

/** Waits until everybody has their mail. */
export async function mailed(platform: DistributedPlatform, eventId: number): Promise<void> {
  const books = await readBooks(await platform.settings(), eventId)
  const all = async () => (await withoutMail(platform.mailbox, books)).length === 0
  await until('every booking has its mail', all, MAILED_WITHIN_MS)
}

/** The confirmed bookings of whom no mail has come yet. */
async function withoutMail(
  mailbox: string,
  { bookings }: Pick<Books, 'bookings'>,
): Promise<readonly string[]> {
  const mails = await readMails(mailbox)
  return bookings
    .filter(({ status }) => status === 'CONFIRMED')
    .map(({ booking_reference: reference }) => String(reference))
    .filter((reference) => !mails.some((mail) => mail.includes(reference)))
}

/** Nobody was told the same twice: one mail with each subject is what a booking gets. */
export async function checkNoneTwice(
  mailbox: string,
  { bookings }: Pick<Books, 'bookings'>,
): Promise<void> {
  const mails = await readMails(mailbox)
  for (const { booking_reference: reference } of bookings) {
    const subjects = mails.filter((mail) => mail.includes(reference)).map(subjectOf)
    assert.equal(new Set(subjects).size, subjects.length, `${reference}: ${subjects.join(', ')}`)
  }
}

async function readMails(mailbox: string): Promise<readonly string[]> {
  const names = (await readdir(mailbox)).filter((name) => name.endsWith('.eml'))
  return Promise.all(names.map((name) => readFile(join(mailbox, name), 'utf8')))
}

function subjectOf(mail: string): string {
  return /^Subject: (.*)$/m.exec(mail)?.[1] ?? ''
}
