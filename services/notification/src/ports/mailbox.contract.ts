import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ManualClock } from '@usher/testing'
import { sampleMail } from '../testing/sample-mails.fixture.ts'
import type { Mailbox } from './mailbox.ts'
import type { Mailer } from './mailer.ts'

interface MailboxUnderTest {
  readonly mailer: Mailer
  readonly mailbox: Mailbox
  readonly clock: ManualClock
  /** The mailbox as a restart finds it. */
  readonly reopen: () => Promise<{ mailer: Mailer; mailbox: Mailbox }>
  readonly close: () => Promise<void>
}

/** What every `Mailbox` keeps, with the mailer that fills it. It must keep five mails at most. */
export function mailboxContract(name: string, open: () => Promise<MailboxUnderTest>): void {
  describe(`${name}: a mailbox`, () => {
    test('mails are listed newest first, in pages, and opened whole', async () => {
      await using(open, async (opened) => {
        for (const i of [1, 2, 3]) await sendNumber(opened, i)
        const { mailbox } = opened
        const first = await mailbox.list({ to: '', limit: 2 })
        assert.deepEqual(
          first.map(({ subject }) => subject),
          ['Mail 3', 'Mail 2'],
        )
        const rest = await mailbox.list({ to: '', after: first[1]?.mailId ?? '', limit: 2 })
        assert.deepEqual(
          rest.map(({ subject }) => subject),
          ['Mail 1'],
        )
        const mail = await mailbox.open(first[0]?.mailId ?? '')
        assert.equal(mail?.text, sampleMail().text)
        assert.equal(mail?.html, sampleMail().html)
        assert.deepEqual(mail?.attachments, [
          { filename: 'a.pdf', contentType: 'application/pdf', bytes: 3 },
        ])
        assert.match(new TextDecoder().decode(mail?.raw), /^Message-ID: <m3@example\.org>/im)
      })
    })

    test('the mails of one address are found whatever its case', async () => {
      await using(open, async (opened) => {
        for (const i of [1, 2, 3]) await sendNumber(opened, i, `b${i % 2}@example.org`)
        const found = await opened.mailbox.list({ to: 'B1@Example.org', limit: 10 })
        assert.deepEqual(
          found.map(({ to, subject }) => [to, subject]),
          [
            ['b1@example.org', 'Mail 3'],
            ['b1@example.org', 'Mail 1'],
          ],
        )
      })
    })

    test('a mail is kept once, however often and whenever it is sent', async () => {
      await using(open, async (opened) => {
        await Promise.all([1, 1, 1].map((i) => sendNumber(opened, i)))
        await sendNumber(opened, 1)
        const reopened = await opened.reopen()
        await sendNumber({ ...opened, ...reopened }, 1)
        assert.equal((await reopened.mailbox.list({ to: '', limit: 10 })).length, 1)
      })
    })

    test('only the newest are kept, also when the clock steps back', async () => {
      await using(open, async (opened) => {
        for (const i of [1, 2, 3, 4, 5]) await sendNumber(opened, i)
        opened.clock.stepWallClock(-1000)
        await sendNumber(opened, 6)
        await sendNumber(opened, 7)
        const { mailbox } = await opened.reopen()
        assert.equal((await mailbox.list({ to: '', limit: 10 })).length, 5)
      })
    })

    test('what is no mail of ours is not there, even if such a file is', async () => {
      await using(open, async (opened) => {
        await sendNumber(opened, 1)
        const { mailbox } = opened
        const [mail] = await mailbox.list({ to: '', limit: 1 })
        for (const mailId of ['', '..', '../../etc/passwd', `${mail?.mailId}/`, '\0']) {
          assert.equal(await mailbox.open(mailId), undefined)
        }
      })
    })
  })
}

async function using(
  open: () => Promise<MailboxUnderTest>,
  body: (opened: MailboxUnderTest) => Promise<void>,
): Promise<void> {
  const opened = await open()
  try {
    await body(opened)
  } finally {
    await opened.close()
  }
}

async function sendNumber(
  { mailer, clock }: Pick<MailboxUnderTest, 'mailer' | 'clock'>,
  number: number,
  address = 'ann@example.org',
): Promise<void> {
  const content = new Uint8Array(3)
  const attachments = [{ filename: 'a.pdf', contentType: 'application/pdf', content }]
  await mailer.send(
    sampleMail({
      messageId: `m${number}@example.org`,
      subject: `Mail ${number}`,
      to: { name: '', address },
      attachments,
    }),
  )
  await clock.advance(10)
}
