import { seatMapLimits } from '../seat-map.ts'
import { failRead } from './problems.ts'

const LINE_FEED = 10

/**
 * The text of a file. Throws `invalid_seat_map` for what is too large, empty or no UTF-8, naming
 * the line.
 */
export function decodeText(content: Uint8Array | string): string {
  const size = content.length
  if (size > seatMapLimits.contentBytes) {
    failRead('file', `has ${size} bytes; the limit is ${seatMapLimits.contentBytes}`)
  }
  if (typeof content === 'string') {
    return content.trim() === '' ? failRead('file', 'is empty') : content.replace(/^\uFEFF/, '')
  }
  if (
    (content[0] === 0xff && content[1] === 0xfe) ||
    (content[0] === 0xfe && content[1] === 0xff)
  ) {
    failRead('file', 'is UTF-16; save it as UTF-8')
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content)
    return text.trim() === '' ? failRead('file', 'is empty') : text
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return failRead(`line ${firstBadLine(content)}`, 'is not UTF-8; save the file as UTF-8')
  }
}

/** A line feed never is part of another character in UTF-8, so lines can be tried one by one. */
function firstBadLine(content: Uint8Array): number {
  let line = 1
  for (let from = 0; from < content.length; line++) {
    const found = content.indexOf(LINE_FEED, from)
    const to = found < 0 ? content.length : found + 1
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(content.subarray(from, to))
    } catch {
      return line
    }
    from = to
  }
  return line
}

/** Parses JSON; the problem says where it stops being JSON, as the runtime does. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof RangeError) return failRead('file', 'is nested too deeply')
    if (!(error instanceof SyntaxError)) throw error
    return failRead('file', `is not JSON: ${error.message.slice(0, 200)}`)
  }
}
