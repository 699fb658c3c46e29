import { readFileSync } from 'node:fs'
import PdfFile from 'pdfkit'

export type FontName = 'regular' | 'bold' | 'cjkRegular' | 'cjkBold'

/** Noto Sans has Latin, Greek and Cyrillic, its sister everything that is written in Chinese. */
const files: Readonly<Record<FontName, readonly [packageName: string, file: string]>> = {
  regular: ['@embedpdf/fonts-latin', 'NotoSans-Regular.ttf'],
  bold: ['@embedpdf/fonts-latin', 'NotoSans-Bold.ttf'],
  cjkRegular: ['@embedpdf/fonts-tc', 'NotoSansHant-Regular.otf'],
  cjkBold: ['@embedpdf/fonts-tc', 'NotoSansHant-Bold.otf'],
}

/** Reads fonts when they are first needed, megabytes each, and keeps them. */
export class Fonts {
  readonly #parsed = new Map<FontName, PDFKit.Mixins.PDFFontSource>()

  /** Makes a font known to a document by its name. */
  register(doc: PDFKit.PDFDocument, name: FontName): void {
    const known = this.#parsed.get(name)
    const font = known ?? parsed(readFileSync(fileOf(name)))
    this.#parsed.set(name, font)
    doc.registerFont(name, font)
  }
}

function fileOf(name: FontName): URL {
  const [packageName, file] = files[name]
  return new URL(`../fonts/${file}`, import.meta.resolve(packageName))
}

/**
 * The font as PDFKit parses it. Parsing takes ten times as long as printing a page, and PDFKit
 * takes what it has parsed in place of bytes (PDFFontFactory.open), but has no word for it.
 */
function parsed(bytes: Buffer): PDFKit.Mixins.PDFFontSource {
  const doc: unknown = new PdfFile({ autoFirstPage: false }).font(bytes)
  const { _font: opened } = doc as { _font: { font: PDFKit.Mixins.PDFFontSource } }
  return opened.font
}
