import jsQR from 'jsqr'
import { PAGE } from './ticket-page.ts'

/** Pixels a point: some seven to a module. */
const SCALE = 2.5
const PIXELS: Unit = { scale: SCALE, left: 0, top: 0 }

/**
 * What a camera reads from each page of an uncompressed PDF. Draws the rectangles of the page, the
 * code among them, and leaves out the rest.
 */
export function readQrCodes(pdf: Uint8Array): readonly string[] {
  const text = Buffer.from(pdf).toString('latin1')
  const pages = [...text.matchAll(/stream\n([\s\S]*?)\nendstream/g)]
    .map(([, content = '']) => content)
    .filter((content) => content.includes(' re\n'))
  return pages.map((content) => read(picture(content)))
}

interface Picture {
  readonly pixels: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

function read({ pixels, width, height }: Picture): string {
  return jsQR.default(pixels, width, height)?.data ?? ''
}

function picture(content: string): Picture {
  const [width, height] = [Math.ceil(PAGE.width * SCALE), Math.ceil(PAGE.height * SCALE)]
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255)
  let waiting: Rectangle[] = []
  let shade = 0
  // What the code is drawn in; other turns and shifts of the page are for texts.
  let unit: Unit = { scale: 1, left: 0, top: 0 }
  for (const line of content.split('\n')) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = line.split(' ').map(Number)
    if (line.endsWith(' cm') && a === d) unit = moved(unit, { scale: a, left: e, top: f })
    if (line === 'Q') unit = { scale: 1, left: 0, top: 0 }
    if (line.endsWith(' re')) waiting.push(placed(unit, { left: a, top: b, width: c, height: d }))
    if (line.endsWith(' scn')) shade = Math.round(255 * a)
    if (/^f\*?$/.test(line)) {
      for (const rectangle of waiting) paint({ pixels, width, height }, rectangle, shade)
      waiting = []
    }
  }
  return { pixels, width, height }
}

interface Unit {
  readonly scale: number
  readonly left: number
  readonly top: number
}

interface Rectangle {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function moved(outer: Unit, { scale, left, top }: Unit): Unit {
  const at = (start: number, length: number) => start + length * outer.scale
  return { scale: scale * outer.scale, left: at(outer.left, left), top: at(outer.top, top) }
}

function placed({ scale, left, top }: Unit, rectangle: Rectangle): Rectangle {
  return {
    left: left + rectangle.left * scale,
    top: top + rectangle.top * scale,
    width: rectangle.width * scale,
    height: rectangle.height * scale,
  }
}

/** A pixel has the shade of its middle. PDFKit has turned the page so that y grows downwards. */
function paint({ pixels, width }: Picture, rectangle: Rectangle, shade: number): void {
  const { left: x, top: y, width: w, height: h } = placed(PIXELS, rectangle)
  for (let row = Math.ceil(y - 0.5); row < y + h - 0.5; row++) {
    for (let column = Math.ceil(x - 0.5); column < x + w - 0.5; column++) {
      pixels.fill(shade, (row * width + column) * 4, (row * width + column) * 4 + 3)
    }
  }
}
