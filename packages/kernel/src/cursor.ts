import { DomainError } from './domain-error.ts'

/** What a cursor is made of: the index values of the last row of a page. */
export type CursorPart = string | number

/** The type each part of a cursor must have. */
export type CursorShape = readonly ('string' | 'number')[]

/** Longer than any cursor we make; spares the decoder what a stranger sends. */
const CURSOR_CHARS_MAX = 1024

/**
 * An opaque name for a place in a list: base64url, with a checksum against typing errors. It holds
 * no secret.
 */
export function encodeCursor(parts: readonly CursorPart[]): string {
  const text = JSON.stringify(parts)
  return toBase64Url(`${checksum(text)}${text}`)
}

/**
 * The parts of a cursor that `encodeCursor` made, of this shape. Throws `invalid` /
 * `invalid_cursor` for anything else.
 */
export function decodeCursor(cursor: string, shape: CursorShape): readonly CursorPart[] {
  const parts = parse(cursor)
  if (!parts || parts.length !== shape.length) throw invalidCursor()
  for (const [i, type] of shape.entries()) if (typeof parts[i] !== type) throw invalidCursor()
  return parts as CursorPart[]
}

function parse(cursor: string): unknown[] | undefined {
  if (cursor.length > CURSOR_CHARS_MAX) return undefined
  try {
    const text = fromBase64Url(cursor)
    const json = text.slice(CHECKSUM_CHARS)
    if (checksum(json) !== text.slice(0, CHECKSUM_CHARS) || toBase64Url(text) !== cursor) {
      return undefined
    }
    const parts: unknown = JSON.parse(json)
    return Array.isArray(parts) ? parts : undefined
  } catch {
    return undefined
  }
}

const CHECKSUM_CHARS = 8

/** FNV-1a, 32 bits, as hexadecimal (http://www.isthe.com/chongo/tech/comp/fnv/). */
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(CHECKSUM_CHARS, '0')
}

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const base64 = btoa(String.fromCharCode(...bytes))
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}

function invalidCursor(): DomainError {
  return new DomainError('invalid', 'invalid_cursor', 'not a cursor of this list', {
    field: 'cursor',
  })
}
