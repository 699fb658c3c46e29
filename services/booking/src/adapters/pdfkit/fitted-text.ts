import { cutPiece, type TextPiece, textPieces } from '../../domain/text-runs.ts'
import type { FontName } from './fonts.ts'
import { isSpelled } from './glyph-runs.ts'

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

/** A piece with its width at size 1: widths are in proportion, so that each is measured once. */
interface Measured extends TextPiece {
  readonly width: number
  /** Of the blank before it. */
  readonly blank: number
}

type Line = readonly Measured[]
type Measure = (piece: TextPiece) => Measured

/** Room between lines for accents and descenders, as Noto Sans wants it. */
const LINE_HEIGHT = 1.25
const SIZE_STEP = 0.5
/** No box takes more; the rest of a longer text is not looked at. */
const TEXT_CHARS_MAX = 1000

/**
 * Draws a text into its box: broken into lines, made smaller as long as it does not fit, and at the
 * smallest size cut short. Each piece gets the font that has its script.
 */
export function drawFittedText(doc: PDFKit.PDFDocument, text: string, box: TextBox): void {
  const measure = measureIn(doc, box)
  const pieces = textPieces(text.slice(0, TEXT_CHARS_MAX)).map(measure)
  const { size, lines } = fitted(pieces, box) ?? cutShort(pieces, box, measure)
  doc.fillColor(box.color ?? 'black')
  for (const [i, line] of lines.entries()) {
    drawLine(doc, line, { ...box, y: box.y + i * size * LINE_HEIGHT, size })
  }
}

function measureIn(doc: PDFKit.PDFDocument, box: TextBox): Measure {
  const blank = doc.font(fontOf(false, box)).fontSize(1).widthOfString(' ')
  return (piece) => {
    const width = doc.font(fontOf(piece.cjk, box)).fontSize(1).widthOfString(piece.text)
    return { ...piece, width, blank: piece.spaced ? blank : 0 }
  }
}

/** At the largest size at which all of it fits; undefined when there is none. */
function fitted(pieces: readonly Measured[], box: TextBox) {
  for (let { size } = box; size >= box.sizeMin; size -= SIZE_STEP) {
    const lines = broken(pieces, box.width / size)
    const whole = pieces.every((piece) => piece.width * size <= box.width)
    if (whole && lines.length <= linesIn(box, size)) return { size, lines }
  }
  return undefined
}

function cutShort(pieces: readonly Measured[], box: TextBox, measure: Measure) {
  const size = box.sizeMin
  const width = box.width / size
  const cut = pieces.flatMap((piece) =>
    piece.width > width ? cutPiece(piece).map(measure) : [piece],
  )
  const ellipsis = measure({ text: '…', cjk: false, spaced: false })
  return {
    size,
    lines: shortened(broken(cut, width), { width, room: linesIn(box, size) }, ellipsis),
  }
}

function linesIn({ height }: TextBox, size: number): number {
  return Math.max(1, Math.floor(height / (size * LINE_HEIGHT)))
}

function broken(pieces: readonly Measured[], lineWidth: number): readonly Line[] {
  const lines: Measured[][] = []
  let used = 0
  for (const piece of pieces) {
    const line = lines.at(-1)
    const more = piece.blank + piece.width
    if (line && used + more <= lineWidth) {
      line.push(piece)
      used += more
    } else {
      lines.push([piece])
      used = piece.width
    }
  }
  return lines
}

function shortened(
  lines: readonly Line[],
  { width, room }: { readonly width: number; readonly room: number },
  ellipsis: Measured,
): readonly Line[] {
  if (lines.length <= room) return lines
  let last: Line = [...(lines[room - 1] ?? []), ellipsis]
  while (last.length > 1 && widthOf(last) > width) last = [...last.slice(0, -2), ellipsis]
  return [...lines.slice(0, room - 1), last]
}

function widthOf(line: Line): number {
  return line.reduce((sum, { width, blank }, i) => sum + width + (i > 0 ? blank : 0), 0)
}

function drawLine(doc: PDFKit.PDFDocument, line: Line, box: TextBox): void {
  let { x } = box
  for (const [i, stretch] of stretches(line).entries()) {
    const [{ cjk, blank }] = stretch
    if (i > 0) x += blank * box.size
    doc.font(fontOf(cjk, box)).fontSize(box.size)
    const text = stretch.map((piece) => piece.text).join(cjk ? '' : ' ')
    doc.text(text, x, box.y + box.size, { lineBreak: false, baseline: 'alphabetic' })
    x += widthOf(stretch) * box.size
  }
}

/** Words, or characters of Chinese, that one font draws at once. */
function stretches(line: Line): readonly (readonly [Measured, ...Measured[]])[] {
  const all: [Measured, ...Measured[]][] = []
  for (const piece of line) {
    const last = all.at(-1)
    if (last && goesOn(last[0], piece)) last.push(piece)
    else all.push([piece])
  }
  return all
}

/** Other scripts may be written from right to left, or join across blanks. */
function goesOn(before: TextPiece, piece: TextPiece): boolean {
  if (piece.cjk) return before.cjk && !piece.spaced
  return !before.cjk && piece.spaced && isSpelled(before.text) && isSpelled(piece.text)
}

function fontOf(cjk: boolean, { bold = false }: TextBox): FontName {
  if (cjk) return bold ? 'cjkBold' : 'cjkRegular'
  return bold ? 'bold' : 'regular'
}
