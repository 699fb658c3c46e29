import PdfFile from 'pdfkit'
import { hasCjk } from '../../domain/text-runs.ts'
import { ticketWords } from '../../domain/ticket-words.ts'
import type { TicketRenderer, TicketSheet } from '../../ports/ticket-renderer.ts'
import { type FontName, Fonts } from './fonts.ts'
import { drawTicketPage, PAGE } from './ticket-page.ts'

const latinFonts: readonly FontName[] = ['regular', 'bold']
const cjkFonts: readonly FontName[] = ['cjkRegular', 'cjkBold']

export interface PdfOptions {
  /** False: a file that a person or a test can read. */
  readonly compress?: boolean
}

/** Prints in the caller's thread, milliseconds a page: for tests, and for a thread of its own. */
export function pdfkitTicketRenderer({ compress = true }: PdfOptions = {}): TicketRenderer {
  const fonts = new Fonts()
  return { render: (sheet) => rendered(sheet, fonts, compress) }
}

async function rendered(sheet: TicketSheet, fonts: Fonts, compress: boolean): Promise<Uint8Array> {
  const doc = new PdfFile({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    autoFirstPage: false,
    // Without a word of Helvetica, which PDFKit would parse for each document.
    font: '',
    compress,
    lang: sheet.language,
    displayTitle: true,
    info: { Title: titleOf(sheet), Author: sheet.event.venueName, Creator: 'Usher' },
  })
  const bytes = collected(doc)
  registerFonts(doc, fonts, sheet)
  for (const ticket of sheet.tickets) {
    doc.addPage()
    drawTicketPage(doc, sheet, ticket)
  }
  doc.end()
  return bytes
}

function titleOf({ language, event, bookingReference }: TicketSheet): string {
  return `${ticketWords[language].ticket}: ${event.name} (${bookingReference})`
}

/** Fonts of Chinese are megabytes that most tickets do not need. */
function registerFonts(doc: PDFKit.PDFDocument, fonts: Fonts, sheet: TicketSheet): void {
  const cjk = sheet.language === 'zh-TW' || hasCjk(JSON.stringify(sheet))
  for (const name of cjk ? [...latinFonts, ...cjkFonts] : latinFonts) {
    fonts.register(doc, name)
  }
}

function collected(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  return new Promise((resolve, reject) => {
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    doc.on('error', reject)
  })
}
