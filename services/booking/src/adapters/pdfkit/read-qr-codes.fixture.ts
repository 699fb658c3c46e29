import jsQR from 'jsqr'
import { PAGE } from './ticket-page.ts'

/** Pixels a point: some seven to a module. */
const SCALE = 2.5

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
  let waiting: number[][] = []
  let shade = 0
  for (const line of content.split('\n')) {
    const numbers = line.split(' ').map(Number)
    if (line.endsWith(' re')) waiting.push(numbers.slice(0, 4))
    if (line.endsWith(' scn')) shade = Math.round(255 * (numbers[0] ?? 0))
    if (/^f\*?$/.test(line)) {
      for (const rectangle of waiting) paint({ pixels, width, height }, rectangle, shade)
      waiting = []
    }
  }
  return { pixels, width, height }
}

/** A pixel has the shade of its middle. PDFKit has turned the page so that y grows downwards. */
function paint({ pixels, width }: Picture, rectangle: readonly number[], shade: number): void {
  const [x = 0, y = 0, w = 0, h = 0] = rectangle.map((value) => value * SCALE)
  for (let row = Math.ceil(y - 0.5); row < y + h - 0.5; row++) {
    for (let column = Math.ceil(x - 0.5); column < x + w - 0.5; column++) {
      pixels.fill(shade, (row * width + column) * 4, (row * width + column) * 4 + 3)
    }
  }
}
