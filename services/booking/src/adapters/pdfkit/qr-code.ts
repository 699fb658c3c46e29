import QRCode from 'qrcode'

/** The modules of a QR code, row by row; 1 is dark. */
export interface QrModules {
  readonly size: number
  readonly dark: (column: number, row: number) => boolean
}

/** Light modules around a QR code (ISO/IEC 18004, 5.3.8). */
const QUIET_MODULES = 4

/**
 * Columns in threes (ISO/IEC 18004, 7.8.2). The standard tries all eight masks and takes the one
 * that leaves the fewest patterns that disturb a reader, which takes longer than all the rest of a
 * code. Most of a ticket's code is a signature, which meets no mask's pattern: this mask is the
 * best for every third code, otherwise hardly behind, and is read as well from bad pictures.
 */
const MASK = 2

/**
 * Error correction M: 15 % of it may be dirty or folded. All of the text is one segment: looking
 * for the best parts takes long, and codes of base 32 have none.
 */
export function qrModules(text: string): QrModules {
  const segments = [{ data: text }] as unknown as QRCode.QRCodeSegment[]
  const options = { errorCorrectionLevel: 'M', maskPattern: MASK } as const
  const { size, data } = QRCode.create(segments, options).modules
  return { size, dark: (column, row) => data[row * size + column] === 1 }
}

/**
 * Draws a QR code with its quiet zone into a square, as vectors. Neighbours in a row are one
 * rectangle: printers leave hairlines between squares that touch. A unit is a module meanwhile, so
 * that rectangles are whole numbers.
 */
export function drawQrCode(
  doc: PDFKit.PDFDocument,
  text: string,
  square: { readonly x: number; readonly y: number; readonly width: number },
): void {
  const modules = qrModules(text)
  const width = modules.size + 2 * QUIET_MODULES
  doc.save()
  doc.translate(square.x, square.y).scale(square.width / width)
  doc.rect(0, 0, width, width).fill('white')
  doc.addContent(darkRectangles(modules).join('\n')).fill('black')
  doc.restore()
}

/** In the language of PDF (ISO 32000-1, 8.5.2): PDFKit takes each for itself, and long. */
function darkRectangles({ size, dark }: QrModules): readonly string[] {
  const rectangles: string[] = []
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!dark(column, row)) continue
      const start = column
      while (column + 1 < size && dark(column + 1, row)) column += 1
      const [x, y] = [start + QUIET_MODULES, row + QUIET_MODULES]
      rectangles.push(`${x} ${y} ${column - start + 1} 1 re`)
    }
  }
  return rectangles
}
