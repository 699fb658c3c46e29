import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ticketRendererContract } from '../../ports/ticket-renderer.contract.ts'
import { sampleSheet, sampleTicket } from '../../simulation/sample-sheet.fixture.ts'
import { readQrCodes } from './read-qr-codes.fixture.ts'
import { pdfkitTicketRenderer } from './ticket-renderer.ts'

ticketRendererContract('PDFKit', pdfkitTicketRenderer)

test('a camera reads from each page the code of its ticket', async () => {
  const tickets = [1, 2, 3].map((number) => sampleTicket(number))
  const pdf = await pdfkitTicketRenderer({ compress: false }).render(sampleSheet({ tickets }))
  assert.deepEqual(
    readQrCodes(pdf),
    tickets.map(({ code }) => code),
  )
})

test('the title of the file says what it is', async () => {
  const pdf = await pdfkitTicketRenderer({ compress: false }).render(sampleSheet())
  const title = Buffer.from('Ticket: La vida es sueño', 'utf16le').swap16()
  assert.ok(Buffer.from(pdf).includes(title))
})
