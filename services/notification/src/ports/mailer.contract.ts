import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type ParsedMail, simpleParser } from 'mailparser'
import { sampleMail } from '../testing/sample-mails.fixture.ts'
import type { Mailer } from './mailer.ts'

interface MailerUnderTest {
  readonly mailer: Mailer
  /** Every message that was taken over, as it is on the wire. */
  readonly taken: () => Promise<readonly Uint8Array[]>
  /** Takes away what the mailer needs, and what it gives back. */
  readonly breakDown: () => Promise<void>
  readonly repair: () => Promise<void>
  readonly close: () => Promise<void>
}

/** What every `Mailer` keeps. */
export function mailerContract(name: string, open: () => Promise<MailerUnderTest>): void {
  describe(`${name}: a mailer`, () => {
    test('a mail arrives as it was: both forms, languages, attachments, names', async () => {
      const pdf = Uint8Array.from({ length: 100_000 }, (_, i) => i % 256)
      const attachments = [
        { filename: 'BK-1.pdf', contentType: 'application/pdf', content: pdf },
        {
          filename: 'calendar.ics',
          contentType: 'text/calendar; charset=utf-8',
          content: new TextEncoder().encode('BEGIN:VCALENDAR\r\n'),
        },
      ]
      const mail = sampleMail({ attachments })
      await using(open, async ({ mailer, taken }) => {
        await mailer.send(mail)
        const parsed = await onlyMail(taken)
        assert.equal(parsed.subject, mail.subject)
        assert.equal(parsed.text, mail.text)
        assert.equal(parsed.html, mail.html)
        assert.equal(parsed.messageId, `<${mail.messageId}>`)
        assert.equal(parsed.date?.getTime(), mail.dateMs)
        assert.deepEqual([parsed.to].flat()[0]?.value, [mail.to])
        assert.equal(parsed.from?.value[0]?.address, mailer.fromAddress)
        assert.deepEqual(
          parsed.attachments.map(({ filename, contentType }) => [filename, contentType]),
          [
            ['BK-1.pdf', 'application/pdf'],
            ['calendar.ics', 'text/calendar'],
          ],
        )
        assert.deepEqual(new Uint8Array(parsed.attachments[0]?.content ?? []), pdf)
      })
    })

    test('a mail says that a machine wrote it, and in which language', async () => {
      await using(open, async ({ mailer, taken }) => {
        await mailer.send(sampleMail())
        const { headers } = await onlyMail(taken)
        assert.equal(headers.get('auto-submitted'), 'auto-generated')
        assert.equal(headers.get('content-language'), 'es')
      })
    })

    test('the wire carries ASCII alone, and no line that a server would break', async () => {
      await using(open, async ({ mailer, taken }) => {
        await mailer.send(sampleMail({ text: 'ü'.repeat(5000) }))
        const [raw = new Uint8Array()] = await taken()
        assert.ok(raw.every((byte) => byte < 128))
        const lines = new TextDecoder().decode(raw).split('\r\n')
        assert.ok(lines.every((line) => line.length <= 998))
      })
    })

    test('line breaks in a subject, a name or a file name begin no header', async () => {
      const bad = 'x\r\nBcc: all@example.org\r\n\r\nbody'
      const attachment = { contentType: 'text/plain', content: new Uint8Array(1) }
      await using(open, async ({ mailer, taken }) => {
        await mailer.send(
          sampleMail({
            subject: bad,
            to: { name: bad, address: 'ann@example.org' },
            attachments: [{ ...attachment, filename: bad }],
          }),
        )
        const { headers, cc, bcc, text } = await onlyMail(taken)
        assert.deepEqual([headers.get('bcc'), cc, bcc], [undefined, undefined, undefined])
        assert.equal(text, sampleMail().text)
      })
    })

    test('what cannot be reached is told apart from a mail that is refused, and comes back', async () => {
      await using(open, async ({ mailer, taken, breakDown, repair }) => {
        await breakDown()
        const down = { kind: 'unavailable', code: 'mail_server_unavailable' }
        await assert.rejects(mailer.send(sampleMail()), down)
        await repair()
        await mailer.send(sampleMail())
        assert.equal((await taken()).length, 1)
      })
    })

    test('many at once all arrive, each to its own', async () => {
      await using(open, async ({ mailer, taken }) => {
        const numbers = Array.from({ length: 20 }, (_, i) => i)
        await Promise.all(
          numbers.map((i) =>
            mailer.send(
              sampleMail({
                messageId: `m${i}@example.org`,
                to: { name: '', address: `buyer${i}@example.org` },
              }),
            ),
          ),
        )
        const parsed = await Promise.all((await taken()).map((raw) => parse(raw)))
        const pairs = parsed.map(({ messageId, to }) => `${messageId} ${[to].flat()[0]?.text}`)
        assert.deepEqual(
          pairs.sort(),
          numbers.map((i) => `<m${i}@example.org> buyer${i}@example.org`).sort(),
        )
      })
    })
  })
}

async function using(
  open: () => Promise<MailerUnderTest>,
  body: (opened: MailerUnderTest) => Promise<void>,
): Promise<void> {
  const opened = await open()
  try {
    await body(opened)
  } finally {
    await opened.close()
  }
}

async function onlyMail(taken: MailerUnderTest['taken']): Promise<ParsedMail> {
  const mails = await taken()
  assert.equal(mails.length, 1)
  return parse(mails[0] ?? new Uint8Array())
}

function parse(raw: Uint8Array): Promise<ParsedMail> {
  return simpleParser(Buffer.from(raw), { skipTextToHtml: true, skipHtmlToText: true })
}
