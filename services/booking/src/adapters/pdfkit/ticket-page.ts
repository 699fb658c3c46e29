import { dateTimeFormat, formatMoney, numberFormat } from '@usher/kernel'
import { ticketIdOf } from '../../domain/ticket.ts'
import { ticketWords } from '../../domain/ticket-words.ts'
import type { PrintedTicket, TicketSheet } from '../../ports/ticket-renderer.ts'
import { drawFittedText } from './fitted-text.ts'
import { drawQrCode } from './qr-code.ts'

/** A6 on its side, in points: four to a sheet of paper, and it fills the screen of a telephone. */
export const PAGE = { width: 419.53, height: 297.64 }

const INK = '#16203a'
const ACCENT = '#e8b04b'
const PAPER = '#fbf8f1'
const MUTED = '#5c6275'
const MARGIN = 18
/** Where the stub with the code begins. */
const STUB_X = 258
const MAIN_WIDTH = STUB_X - 2 * MARGIN
const HEAD_HEIGHT = 92

/** Draws one ticket: what, when and where on the left, the code on a stub to the right. */
export function drawTicketPage(
  doc: PDFKit.PDFDocument,
  sheet: TicketSheet,
  ticket: PrintedTicket,
): void {
  doc.rect(0, 0, PAGE.width, PAGE.height).fill(PAPER)
  drawHead(doc, sheet)
  drawWhenAndWhere(doc, sheet)
  drawPlace(doc, sheet, ticket)
  drawFacts(doc, sheet, ticket)
  drawTearLine(doc)
  drawStub(doc, sheet, ticket)
}

function drawHead(doc: PDFKit.PDFDocument, { language, event }: TicketSheet): void {
  doc.rect(0, 0, STUB_X, HEAD_HEIGHT).fill(INK)
  doc.rect(0, HEAD_HEIGHT, STUB_X, 3).fill(ACCENT)
  const box = { x: MARGIN, width: MAIN_WIDTH }
  const label = ticketWords[language].ticket.toUpperCase()
  drawFittedText(doc, label, { ...box, ...small, y: 13, color: ACCENT, bold: true })
  const name = { y: 26, height: 60, size: 21, sizeMin: 9, bold: true, color: 'white' }
  drawFittedText(doc, event.name, { ...box, ...name })
}

function drawWhenAndWhere(doc: PDFKit.PDFDocument, { language, event }: TicketSheet): void {
  const { startsAtMs, timeZone, venueName, address, city } = event
  const box = { x: MARGIN, width: MAIN_WIDTH, height: 16, color: INK }
  const locale = language === 'en' ? 'en-GB' : language
  const day = dateTimeFormat(locale, { dateStyle: 'full', timeZone })
  const time = {
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    hourCycle: 'h23',
  } as const
  const hour = dateTimeFormat(locale, { ...time, timeZone })
  drawFittedText(doc, day.format(startsAtMs), { ...box, y: 102, size: 11, sizeMin: 7, bold: true })
  drawFittedText(doc, hour.format(startsAtMs), { ...box, y: 117, size: 11, sizeMin: 7 })
  const place = { ...box, sizeMin: 6.5 }
  drawFittedText(doc, venueName, { ...place, y: 138, size: 10, bold: true })
  const where = address.includes(city) ? address : [address, city].filter(Boolean).join(', ')
  drawFittedText(doc, where, { ...place, y: 152, height: 24, size: 8.5, color: MUTED })
}

/** Section, row and seat, large: what an usher with a torch has to read. */
function drawPlace(
  doc: PDFKit.PDFDocument,
  { language }: TicketSheet,
  ticket: PrintedTicket,
): void {
  const words = ticketWords[language]
  const { place, section, rowNumber } = ticket
  const cells: readonly (readonly [label: string, value: string])[] =
    place.kind === 'area'
      ? [
          [words.area, section],
          ['', words.freeSeating],
        ]
      : [
          [words.section, section],
          [words.row, rowNumber || '–'],
          [words.seat, place.seatNumber],
        ]
  const y = 184
  doc.rect(MARGIN, y, MAIN_WIDTH, 0.75).fill(ACCENT)
  doc.rect(MARGIN, y + 54, MAIN_WIDTH, 0.75).fill(ACCENT)
  const shares = place.kind === 'area' ? [0.6, 0.4] : [0.46, 0.2, 0.34]
  let x = MARGIN
  for (const [i, [label, value]] of cells.entries()) {
    const width = MAIN_WIDTH * (shares[i] ?? 0)
    const box = { x, width: width - 8 }
    drawFittedText(doc, label, { ...box, ...small, y: y + 6 })
    const large = { y: y + 17, height: 34, size: 25, sizeMin: 7, bold: true, color: INK }
    drawFittedText(doc, value, { ...box, ...large })
    x += width
  }
}

function drawFacts(doc: PDFKit.PDFDocument, sheet: TicketSheet, ticket: PrintedTicket): void {
  const words = ticketWords[sheet.language]
  const facts = [
    [words.category, ticket.category],
    [words.price, priceText(sheet, ticket)],
    [words.booking, sheet.bookingReference],
  ] as const
  const shares = [0.32, 0.24, 0.44]
  let x = MARGIN
  for (const [i, [label, value]] of facts.entries()) {
    const width = MAIN_WIDTH * (shares[i] ?? 0)
    const box = { x, width: width - 6 }
    drawFittedText(doc, label, { ...box, ...small, y: 246 })
    const fact = { y: 256, height: 13, size: 9, sizeMin: 5.5, bold: true, color: INK }
    drawFittedText(doc, value, { ...box, ...fact })
    x += width
  }
  const box = { x: MARGIN, width: MAIN_WIDTH, y: 275, height: 16, size: 6, sizeMin: 5 }
  drawFittedText(doc, words.admitsOne, { ...box, color: MUTED })
}

function priceText({ language, currency }: TicketSheet, { priceMinor }: PrintedTicket): string {
  const format = numberFormat(language, { style: 'currency', currency })
  const amount = formatMoney({ amountMinor: priceMinor, currency })
  return format.format(amount as Intl.StringNumericLiteral)
}

function drawTearLine(doc: PDFKit.PDFDocument): void {
  doc.moveTo(STUB_X, 0).lineTo(STUB_X, PAGE.height)
  doc.dash(3, { space: 3 }).lineWidth(0.75).stroke(MUTED).undash()
}

function drawStub(doc: PDFKit.PDFDocument, sheet: TicketSheet, ticket: PrintedTicket): void {
  const words = ticketWords[sheet.language]
  const x = STUB_X + 8
  const width = PAGE.width - x - 8
  drawQrCode(doc, ticket.code, { x, y: 14, width })
  const box = { x: x + 4, width: width - 8 }
  const { place, section, rowNumber } = ticket
  const seat = place.kind === 'seat' ? [section, rowNumber, place.seatNumber] : [place.area]
  const text = seat.filter(Boolean).join(' · ')
  const line = { height: 15, sizeMin: 6, color: INK }
  drawFittedText(doc, text, { ...box, ...line, y: 174, size: 11, bold: true })
  drawFittedText(doc, sheet.bookingReference, { ...box, ...line, y: 189, size: 8 })
  const total = sheet.tickets.length
  const position = sheet.tickets.indexOf(ticket) + 1
  const which = `${words.number} ${position} / ${total}`
  drawFittedText(doc, which, { ...box, ...small, y: 201 })
  drawFittedText(doc, ticketIdOf(ticket), { ...box, y: 222, height: 8, size: 5.5, sizeMin: 4 })
  const code = { y: 232, height: 54, size: 5.5, sizeMin: 4, color: MUTED }
  drawFittedText(doc, grouped(ticket.code), { ...box, ...code })
}

/** With blanks for the eye; a door takes it with and without. */
function grouped(code: string): string {
  return code.replace(/(.{8})/g, '$1 ').trim()
}

const small = { height: 9, size: 6.5, sizeMin: 5, color: MUTED }
