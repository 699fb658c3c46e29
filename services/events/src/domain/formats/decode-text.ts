import { detect } from 'chardet'
import { importLimits } from './imported-event.ts'
import { failRead } from './problems.ts'

export interface DecodedText {
  readonly text: string
  /** The name that the WHATWG encoding standard has for it. */
  readonly encoding: string
}

/** As much as shows what the rest is written in. */
const SAMPLE_BYTES = 1024 * 1024

/**
 * The text of a file: by its byte order mark, as UTF-8 where it is that, else by what `declared`
 * finds in it or what its letters look like. Throws invalid / invalid_event_file for what is too
 * large, empty or no text.
 */
export function decodeText(content: Uint8Array): DecodedText {
  const { length } = content
  if (length > importLimits.contentBytes) {
    failRead('file', `has ${length} bytes; the limit is ${importLimits.contentBytes}`)
  }
  const decoded = withMark(content) ?? asUtf8(content) ?? asGuessed(content)
  if (decoded.text.trim() === '') failRead('file', 'is empty')
  if (isBinary(decoded.text)) failRead('file', 'is no text: it has control characters')
  return decoded
}

function withMark(content: Uint8Array): DecodedText | undefined {
  const [a, b, c] = content
  if (a === 0xff && b === 0xfe) return decode(content, 'utf-16le')
  if (a === 0xfe && b === 0xff) return decode(content, 'utf-16be')
  return a === 0xef && b === 0xbb && c === 0xbf ? decode(content, 'utf-8') : undefined
}

function asUtf8(content: Uint8Array): DecodedText | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content)
    return { text, encoding: 'utf-8' }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return undefined
  }
}

/** Latin-1 means Windows-1252, as the WHATWG has it and as editors write it. */
function asGuessed(content: Uint8Array): DecodedText {
  const sample = content.subarray(0, SAMPLE_BYTES)
  const head = new TextDecoder('latin1').decode(sample.subarray(0, 1024))
  const declared = /(?:charset|encoding)\s*=\s*["']?([\w-]+)/i.exec(head)?.[1]
  const named = declared !== undefined && !/^utf-?8$/i.test(declared) ? declared : undefined
  return decode(content, named ?? detect(sample) ?? 'windows-1252')
}

function decode(content: Uint8Array, label: string): DecodedText {
  try {
    const decoder = new TextDecoder(label)
    return { text: decoder.decode(content), encoding: decoder.encoding }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return decode(content, 'windows-1252')
  }
}

const CONTROLS_LOOKED_FOR_CHARS = 65_536

/** Text has hardly any control characters but line breaks and tabs. */
function isBinary(text: string): boolean {
  const start = text.slice(0, CONTROLS_LOOKED_FOR_CHARS)
  const controls = start.match(/[^\P{Cc}\s]/gu)?.length ?? 0
  return start.includes('\0') || controls * 100 > start.length
}
