import { readFileSync } from 'node:fs'
import PdfFile from 'pdfkit'
import { type FontSubset, keptSubsets } from './font-subsets.ts'
import { keptRuns, type Layout } from './glyph-runs.ts'

export type FontName = 'regular' | 'bold' | 'cjkRegular' | 'cjkBold'

/** Noto Sans has Latin, Greek and Cyrillic, its sister everything that is written in Chinese. */
const files: Readonly<Record<FontName, readonly [packageName: string, file: string]>> = {
  regular: ['@embedpdf/fonts-latin', 'NotoSans-Regular.ttf'],
  bold: ['@embedpdf/fonts-latin', 'NotoSans-Bold.ttf'],
  cjkRegular: ['@embedpdf/fonts-tc', 'NotoSansHant-Regular.otf'],
  cjkBold: ['@embedpdf/fonts-tc', 'NotoSansHant-Bold.otf'],
}

/**
 * What every ticket may have in its codes, names and labels. A document gets all of it, so that
 * most documents have the same glyphs, whose file is made once.
 */
const ALPHABET = [
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'abcdefghijklmnopqrstuvwxyz',
  '0123456789 .,:;-–/·…',
].join('')

/** As fontkit has parsed it. */
interface ParsedFont {
  layout: Layout
  createSubset: () => FontSubset
}

/** As a document has opened it. */
interface OpenedFont {
  /** Takes the glyphs of a text into the document. */
  encode(text: string): void
}

/** Reads fonts when they are first needed, megabytes each, and keeps them. */
export class Fonts {
  readonly #parsed = new Map<FontName, ParsedFont>()

  /** Makes a font known to a document by its name. */
  register(doc: PDFKit.PDFDocument, name: FontName): void {
    const known = this.#parsed.get(name)
    const font = known ?? kept(parsedFont(name))
    this.#parsed.set(name, font)
    // PDFKit takes what it has parsed in place of bytes (PDFFontFactory.open), but does not say so.
    doc.registerFont(name, font as unknown as PDFKit.Mixins.PDFFontSource)
    if (!isCjk(name)) opened<OpenedFont>(doc.font(name)).encode(ALPHABET)
  }
}

/** The font as PDFKit parses it, which takes ten times as long as printing a page. */
export function parsedFont(name: FontName): ParsedFont {
  const doc = new PdfFile({ autoFirstPage: false }).font(readFileSync(fileOf(name)))
  return opened<{ font: ParsedFont }>(doc).font
}

function isCjk(name: FontName): boolean {
  return name === 'cjkRegular' || name === 'cjkBold'
}

function fileOf(name: FontName): URL {
  const [packageName, file] = files[name]
  return new URL(`../fonts/${file}`, import.meta.resolve(packageName))
}

/** The same font, which does not work out again what it has worked out for an earlier document. */
function kept(font: ParsedFont): ParsedFont {
  font.layout = keptRuns(font.layout.bind(font))
  font.createSubset = keptSubsets(font.createSubset.bind(font))
  return font
}

/** The font that a document draws with, which PDFKit does not declare. */
function opened<Font>(doc: PDFKit.PDFDocument): Font {
  const { _font: font } = doc as unknown as { _font: Font }
  return font
}
