import QRCode from 'qrcode'

/** The modules of a QR code, row by row; 1 is dark. */
export interface QrModules {
  readonly size: number
  readonly dark: (column: number, row: number) => boolean
}

/** Light modules around a QR code (ISO/IEC 18004, 5.3.8). */
const QUIET_MODULES = 4

/** Error correction M: 15 % of it may be dirty or folded. */
export function qrModules(text: string): QrModules {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules
  return { size, dark: (column, row) => data[row * size + column] === 1 }
}

/**
 * Draws a QR code with its quiet zone into a square, as vectors. Neighbours in a row are one
 * rectangle: printers leave hairlines between squares that touch.
 */
export function drawQrCode(
  doc: PDFKit.PDFDocument,
  text: string,
  square: { readonly x: number; readonly y: number; readonly width: number },
): void {
  const { size, dark } = qrModules(text)
  const module = square.width / (size + 2 * QUIET_MODULES)
  const at = (start: number, index: number) => start + (index + QUIET_MODULES) * module
  doc.rect(square.x, square.y, square.width, square.width).fill('white')
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!dark(column, row)) continue
      const start = column
      while (column + 1 < size && dark(column + 1, row)) column += 1
      doc.rect(at(square.x, start), at(square.y, row), (column - start + 1) * module, module)
    }
  }
  doc.fill('black')
}
