import { seatMapLimits } from '../seat-map.ts'
import { failRead, type NoteList, shown } from './problems.ts'

const LINE_FEED = 10

/** An XML declaration says in its first line what the rest is written in. */
const XML_ENCODING = /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/i
const XML_HEAD_BYTES = 400

/**
 * The text of a file: UTF-8, UTF-16 with a byte order mark, or what its XML declaration says.
 * Throws `invalid_seat_map` for what is too large, empty or cannot be decoded, naming the line.
 */
export function decodeText(content: Uint8Array | string, notes: NoteList): string {
  const size = content.length
  if (size > seatMapLimits.contentBytes) {
    failRead('file', `has ${size} bytes; the limit is ${seatMapLimits.contentBytes}`)
  }
  const text = typeof content === 'string' ? content.replace(/^\uFEFF/, '') : decode(content, notes)
  return text.trim() === '' ? failRead('file', 'is empty') : text
}

function decode(content: Uint8Array, notes: NoteList): string {
  const encoding = encodingOf(content)
  const text = decodeAs(encoding, content)
  if (text === undefined && encoding === 'utf-8') {
    return failRead(`line ${firstBadLine(content)}`, 'is not UTF-8; save the file as UTF-8')
  }
  if (text === undefined) return failRead('file', `is not the ${encoding} that it says it is`)
  if (encoding !== 'utf-8') notes.add('file', `read as ${encoding}`)
  return text
}

function encodingOf(content: Uint8Array): string {
  if (content[0] === 0xff && content[1] === 0xfe) return 'utf-16le'
  if (content[0] === 0xfe && content[1] === 0xff) return 'utf-16be'
  const head = new TextDecoder('latin1').decode(content.subarray(0, XML_HEAD_BYTES))
  const declared = XML_ENCODING.exec(head)?.[1] ?? 'utf-8'
  try {
    const { encoding } = new TextDecoder(declared)
    // Bytes that could be read so far are no UTF-16, whatever they say.
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return failRead('line 1', `the encoding ${shown(declared)} is not known; save it as UTF-8`)
  }
}

function decodeAs(encoding: string, content: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return undefined
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
