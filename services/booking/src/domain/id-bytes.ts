/** Crockford's base 32 in lower case, as the ids of the kernel use it. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const ID_CHARS = 26
const ID_BYTES = 16
const CHAR_BITS = 5
/** 26 characters could say so many bits more than 16 bytes. */
const SPARE_BITS = 2

/**
 * The 128 bits of a prefixed id. The first two bits of its 130 belong to its time and are zero
 * until the year 10889. Throws a RangeError for anything else.
 */
export function bytesOfId(id: string): Uint8Array {
  const start = id.length - ID_CHARS
  const bytes = new Uint8Array(ID_BYTES)
  let waiting = 0
  let bits = -SPARE_BITS
  let at = 0
  for (let i = start; i < id.length; i++) {
    const value = ALPHABET.indexOf(id.charAt(i))
    waiting = (waiting << CHAR_BITS) | value
    bits += CHAR_BITS
    const spare = i === start && value >>> (CHAR_BITS - SPARE_BITS) > 0
    if (start < 0 || value < 0 || spare) throw new RangeError('not an id of 128 bits')
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = waiting >>> bits
    waiting &= (1 << bits) - 1
  }
  if (at !== ID_BYTES) throw new RangeError('not an id of 128 bits')
  return bytes
}

/** The id with this prefix and these 128 bits. */
export function idOfBytes(prefix: string, bytes: Uint8Array): string {
  let text = prefix
  let waiting = 0
  let bits = SPARE_BITS
  for (const byte of bytes) {
    waiting = (waiting << 8) | byte
    for (bits += 8; bits >= CHAR_BITS; bits -= CHAR_BITS) {
      text += ALPHABET[(waiting >>> (bits - CHAR_BITS)) & 31]
    }
    waiting &= (1 << bits) - 1
  }
  return text
}
