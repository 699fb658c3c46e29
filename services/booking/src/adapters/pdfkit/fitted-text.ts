import { cutPiece, type TextPiece, textPieces } from '../../domain/text-runs.ts'
import type { FontName } from './fonts.ts'

/** Where a text must stay, in points from the upper left corner of the page. */
export interface TextBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The size it would like to have, and below which it is cut short instead. */
  readonly size: number
  readonly sizeMin: number
  readonly bold?: boolean
  readonly color?: string
}

type Line = readonly TextPiece[]

/** Room between lines for accents and descenders, as Noto Sans wants it. */
const LINE_HEIGHT = 1.25
const SIZE_STEP = 0.5
const ELLIPSIS: TextPiece = { text: '…', cjk: false, spaced: false }

/**
 * Draws a text into its box: broken into lines, made smaller as long as it does not fit, and at the
 * smallest size cut short. Each piece gets the font that has its script. Answers the height it took.
 */
export function drawFittedText(doc: PDFKit.PDFDocument, text: string, box: TextBox): number {
  const { size, lines } = fitted(doc, text, box)
  doc.fillColor(box.color ?? 'black')
  let y = box.y
  for (const line of lines) {
    drawLine(doc, line, { ...box, y, size })
    y += size * LINE_HEIGHT
  }
  return y - box.y
}

function fitted(doc: PDFKit.PDFDocument, text: string, box: TextBox) {
  const pieces = textPieces(text)
  for (let { size } = box; size > box.sizeMin; size -= SIZE_STEP) {
    const lines = broken(doc, pieces, { ...box, size })
    if (lines.length <= linesIn(box, size) && isWhole(doc, lines, { ...box, size })) {
      return { size, lines }
    }
  }
  const size = box.sizeMin
  const cut = pieces.flatMap((piece) =>
    widthOf(doc, piece, { ...box, size }) > box.width ? cutPiece(piece) : [piece],
  )
  const lines = broken(doc, cut, { ...box, size })
  return { size, lines: shortened(doc, lines, { ...box, size }) }
}

function linesIn({ height }: TextBox, size: number): number {
  return Math.max(1, Math.floor(height / (size * LINE_HEIGHT)))
}

/** True when no single piece is wider than the box. */
function isWhole(doc: PDFKit.PDFDocument, lines: readonly Line[], box: TextBox): boolean {
  return lines.every((line) => lineWidth(doc, line, box) <= box.width)
}

function broken(
  doc: PDFKit.PDFDocument,
  pieces: readonly TextPiece[],
  box: TextBox,
): readonly Line[] {
  const lines: TextPiece[][] = []
  let width = Infinity
  for (const piece of pieces) {
    const own = widthOf(doc, piece, box)
    const blank = piece.spaced ? blankWidth(doc, box) : 0
    const line = lines.at(-1)
    if (line && width + blank + own <= box.width) {
      line.push(piece)
      width += blank + own
    } else {
      lines.push([piece])
      width = own
    }
  }
  return lines
}

function shortened(doc: PDFKit.PDFDocument, lines: readonly Line[], box: TextBox): readonly Line[] {
  const room = linesIn(box, box.size)
  if (lines.length <= room) return lines
  let last: Line = [...(lines[room - 1] ?? []), ELLIPSIS]
  while (last.length > 1 && lineWidth(doc, last, box) > box.width) {
    last = [...last.slice(0, -2), ELLIPSIS]
  }
  return [...lines.slice(0, room - 1), last]
}

function drawLine(doc: PDFKit.PDFDocument, line: Line, box: TextBox): void {
  let { x } = box
  for (const [i, piece] of line.entries()) {
    if (piece.spaced && i > 0) x += blankWidth(doc, box)
    const width = widthOf(doc, piece, box)
    doc.text(piece.text, x, box.y + box.size, { lineBreak: false, baseline: 'alphabetic' })
    x += width
  }
}

function lineWidth(doc: PDFKit.PDFDocument, line: Line, box: TextBox): number {
  return line.reduce((sum, piece, i) => {
    const blank = piece.spaced && i > 0 ? blankWidth(doc, box) : 0
    return sum + blank + widthOf(doc, piece, box)
  }, 0)
}

/** Leaves the document with the font and size of the piece. */
function widthOf(doc: PDFKit.PDFDocument, { text, cjk }: TextPiece, box: TextBox): number {
  return doc.font(fontOf(cjk, box)).fontSize(box.size).widthOfString(text)
}

function blankWidth(doc: PDFKit.PDFDocument, box: TextBox): number {
  return doc.font(fontOf(false, box)).fontSize(box.size).widthOfString(' ')
}

function fontOf(cjk: boolean, { bold = false }: TextBox): FontName {
  if (cjk) return bold ? 'cjkBold' : 'cjkRegular'
  return bold ? 'bold' : 'regular'
}
