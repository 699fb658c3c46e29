import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Letter } from '../domain/letter.ts'
import { mailLanguages } from '../domain/mail-language.ts'
import { sampleLetters } from '../testing/sample-letters.fixture.ts'
import type { MailWriter } from './mail-writer.ts'

/** What every `MailWriter` keeps. */
export function mailWriterContract(name: string, writer: MailWriter): void {
  describe(`${name}: a mail writer`, () => {
    test('every occasion in every language is filled, in both forms', async () => {
      for (const letter of await sampleLetters()) {
        for (const language of mailLanguages) {
          for (const form of Object.values(writer.write(letter, language))) {
            assert.ok(form.length > 0)
            assert.doesNotMatch(form, /\{\{|undefined|NaN|\[object|\{\w+[,}]/, letter.occasion)
          }
        }
      }
    })

    test('the subject and both forms name the event', async () => {
      for (const letter of await sampleLetters()) {
        for (const language of mailLanguages) {
          const { subject, text, html } = writer.write(letter, language)
          if (letter.occasion !== 'reservation_expiring') {
            for (const form of [text, html]) assert.match(form, /BK-7Q4M-9XKD-2PTA/)
          }
          for (const form of [subject, text, html]) assert.match(form, /La bohème/)
        }
      }
    })

    test('times come with their time zone, in the zone of the event', async () => {
      const { text } = writer.write(await confirmed(), 'en')
      assert.match(text, /When: Friday, March 20, 2026 at 8:00 PM GMT\+1 \(Europe\/Madrid\)/)
      assert.match(
        writer.write(await confirmed(), 'es').text,
        /viernes, 20 de marzo de 2026, 20:00/,
      )
      assert.match(writer.write(await confirmed(), 'zh-TW').text, /2026年3月20日/)
    })

    test('seats, places, prices and totals are listed in both forms', async () => {
      const { text, html } = writer.write(await confirmed(), 'en')
      for (const form of [text, html]) {
        assert.match(form, /Section Stalls, row 3, seat A-12/)
        assert.match(form, /Standing, 2 places/)
        assert.match(form, /€150\.00/)
        assert.match(form, /€340\.00/)
      }
    })

    test('a partial cancellation says what is gone, what comes back and what is left', async () => {
      const [, , partial] = await sampleLetters()
      assert.ok(partial)
      const { text } = writer.write(partial, 'en')
      assert.match(text, /Cancelled\n- [^\n]*A-13: €150\.00\n- Standing, 1 place: €20\.00/)
      assert.match(text, /Refunded: €170\.00/)
      assert.match(text, /Still yours\n/)
    })

    test('what users wrote is text, never markup, a header or a link', async () => {
      const letter = await confirmed()
      const bad = '<script>alert("x")</script>\r\nBcc: all@example.org & {name} \'"'
      const event = { ...letter.event, name: bad, venue: bad, address: bad }
      const user = { ...letter.user, name: bad }
      const places = letter.booking.places.map((place) => ({ ...place, section: bad }))
      const hostile = { ...letter, event, user, booking: { ...letter.booking, places } }
      for (const language of mailLanguages) {
        const { subject, text, html } = writer.write(hostile, language)
        assert.doesNotMatch(html, /<script/i)
        assert.match(html, /&lt;script&gt;alert\(&quot;x&quot;\)&lt;\/script&gt; Bcc: all/)
        assert.doesNotMatch(subject, /[\r\n]/)
        assert.doesNotMatch(text, /^Bcc/m)
      }
    })

    test('an unknown time zone is UTC, and an event without a date has none', async () => {
      const letter = await confirmed()
      const odd = { ...letter, event: { ...letter.event, timeZone: 'Mars/Base' } }
      assert.match(writer.write(odd, 'en').text, /7:00 PM UTC \(UTC\)/)
      const undated = { ...letter, event: { ...letter.event, startsAtMs: undefined } }
      assert.doesNotMatch(writer.write(undated, 'en').text, /When:/)
    })

    test('a mail loads nothing from elsewhere, and links only to the booking', async () => {
      for (const letter of await sampleLetters()) {
        const { html } = writer.write(letter, 'en')
        assert.doesNotMatch(html, /<img|<link|@import|url\(|<script/i)
        const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)
        assert.deepEqual(links, ['https://tickets.example.org/bookings/bk_1?a=1&amp;b=2'])
        const unlinked = writer.write({ ...letter, url: '' }, 'en').html
        assert.doesNotMatch(unlinked, /href=/)
      }
    })
  })
}

async function confirmed(): Promise<Extract<Letter, { occasion: 'booking_confirmed' }>> {
  const letter = (await sampleLetters())[1]
  assert.ok(letter?.occasion === 'booking_confirmed')
  return letter
}
