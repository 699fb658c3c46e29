const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/**
 * How deep a JSON text nests, and how many `name: value` members it writes, duplicates included.
 */
export interface JsonShape {
  readonly depth: number
  readonly members: number
}

/**
 * Looks at brackets and colons outside strings only: whether the text is JSON is for the parser to
 * say.
 */
export function jsonShape(text: Uint8Array): JsonShape {
  let level = 0
  let depth = 0
  let members = 0
  for (let i = 0; i < text.length; i++) {
    const byte = text[i]
    if (byte === QUOTE) i = endOfString(text, i)
    else if (byte === COLON) members++
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) depth = Math.max(depth, ++level)
    else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) level--
  }
  return { depth, members }
}

function endOfString(text: Uint8Array, start: number): number {
  let i = start + 1
  while (i < text.length && text[i] !== QUOTE) i += text[i] === BACKSLASH ? 2 : 1
  return i
}

/** What a parsed value holds: members are counted after duplicates were merged. */
export interface JsonCensus {
  members: number
  wellFormed: boolean
}

/** Recursive; call it for values whose depth has been limited. */
export function jsonCensus(value: unknown, census: JsonCensus = { members: 0, wellFormed: true }) {
  if (typeof value === 'string') census.wellFormed &&= value.isWellFormed()
  else if (Array.isArray(value)) for (const item of value) jsonCensus(item, census)
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      census.members++
      jsonCensus(name, census)
      jsonCensus(member, census)
    }
  }
  return census
}
