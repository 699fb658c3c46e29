import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SeatNumber } from '@usher/kernel'
import { sampleEvent, sampleSheet, sampleTicket } from '../simulation/sample-sheet.fixture.ts'
import { ticketLanguages } from '../domain/ticket-words.ts'
import type { TicketRenderer, TicketSheet } from './ticket-renderer.ts'

/** The law of `TicketRenderer`, for every adapter. */
export function ticketRendererContract(name: string, open: () => TicketRenderer): void {
  void describe(`ticket renderer by ${name}`, () => {
    void test('a sheet becomes a PDF with a page for each ticket', async () => {
      const pdf = await open().render(sampleSheet())
      assert.equal(pagesOf(pdf), 2)
    })

    void test('every language and script, and names of any length, can be printed', async () => {
      const renderer = open()
      for (const language of ticketLanguages) {
        for (const sheet of hardSheets()) {
          assert.equal(pagesOf(await renderer.render({ ...sheet, language })), 1)
        }
      }
    })

    void test('sheets that come at once are all printed', async () => {
      const renderer = open()
      const pdfs = await Promise.all([1, 2, 3].map(() => renderer.render(sampleSheet())))
      for (const pdf of pdfs) assert.equal(pagesOf(pdf), 2)
    })
  })
}

function pagesOf(pdf: Uint8Array): number {
  const text = Buffer.from(pdf).toString('latin1')
  assert.match(text, /^%PDF-1\.\d/)
  assert.match(text, /%%EOF\s*$/)
  return text.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0
}

function hardSheets(): readonly TicketSheet[] {
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk '.repeat(8)
  const names = [long, long.replaceAll(' ', ''), 'Вишнёвый сад', '雲門舞集《水月》', 'Ελλάς 🎭', '']
  return names.map((each) => {
    const place = { kind: 'seat', seatNumber: (each || '1').slice(0, 64) as SeatNumber } as const
    const ticket = { place, section: each, rowNumber: each, category: each }
    const event = sampleEvent({ name: each, venueName: each, address: each, city: each })
    return sampleSheet({ event, tickets: [sampleTicket(1, ticket)] })
  })
}
