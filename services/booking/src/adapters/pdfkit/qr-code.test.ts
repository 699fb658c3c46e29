import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import jsQR from 'jsqr'
import { type QrModules, qrModules } from './qr-code.ts'

const BASE_32 = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567']
/** A module in the picture, as a camera has it from afar. */
const PIXELS = 3

test('a code of any letters is read from a small picture', () => {
  const codes = fc.array(fc.constantFrom(...BASE_32), { minLength: 150, maxLength: 400 })
  const read = (letters: readonly string[]) => {
    const text = `USHER.${letters.join('')}`
    assert.equal(readText(qrModules(text)), text)
  }
  for (const letter of BASE_32) read(Array.from({ length: 180 }, () => letter))
  fc.assert(fc.property(codes, read), { numRuns: 30 })
})

test('a text that is no code of ours can be drawn, too', () => {
  assert.equal(readText(qrModules('Café – 水月')), 'Café – 水月')
})

function readText({ size, dark }: QrModules): string | undefined {
  const width = (size + 8) * PIXELS
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255)
  for (let i = 0; i < width * width; i++) {
    const [column, row] = [i % width, Math.floor(i / width)].map(
      (at) => Math.floor(at / PIXELS) - 4,
    )
    if (inside(column, size) && inside(row, size) && dark(column, row)) {
      pixels.fill(0, i * 4, i * 4 + 3)
    }
  }
  return jsQR.default(pixels, width, width)?.data
}

function inside(at: number | undefined, size: number): at is number {
  return at !== undefined && at >= 0 && at < size
}
