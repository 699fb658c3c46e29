import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Books } from './books.ts'

/** The confirmed bookings of whom no mail has come yet. */
export async function withoutMail(
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
