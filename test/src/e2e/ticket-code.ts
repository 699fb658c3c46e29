/** The code of a ticket as docs/tickets.md describes it: enough of it to forge one badly. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const PREFIX = 'USHER.'
export const SIGNATURE_BYTES = 64

/** The bytes behind the prefix. */
export function ticketBytes(code: string): Buffer {
  const bits = Array.from(code.slice(PREFIX.length))
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const bytes = bits.match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}

export function codeOf(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  const letters = groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)])
  return PREFIX + letters.join('')
}

/** What the signature is of. */
export function signedPart(body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(PREFIX), body])
}
