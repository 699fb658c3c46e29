/** RFC 4648, section 6: all of it is in the alphanumeric mode of QR codes. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BITS = 5

/** The bytes in base 32, upper case, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let waiting = 0
  let bits = 0
  for (const byte of bytes) {
    waiting = (waiting << 8) | byte
    for (bits += 8; bits >= BITS; bits -= BITS) text += ALPHABET[(waiting >>> (bits - BITS)) & 31]
    waiting &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(waiting << (BITS - bits)) & 31] : text
}

/**
 * The bytes that `toBase32` made this text of; undefined when it could not have made it. Other
 * letters, padding, superfluous characters and trailing bits that are not zero are refused, so that
 * bytes have one text.
 */
export function fromBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * BITS) / 8))
  let waiting = 0
  let bits = 0
  let at = 0
  for (let i = 0; i < text.length; i++) {
    const value = values[text.charCodeAt(i)] ?? -1
    if (value < 0) return undefined
    waiting = (waiting << BITS) | value
    bits += BITS
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = waiting >>> bits
    waiting &= (1 << bits) - 1
  }
  return bits < BITS && waiting === 0 ? bytes : undefined
}

/** Character code -> value; -1: not of the alphabet. */
const values = Int8Array.from({ length: 128 }, (_, code) =>
  ALPHABET.indexOf(String.fromCharCode(code)),
)
