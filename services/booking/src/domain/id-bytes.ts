/** Crockford's base 32 in lower case, as the ids of the kernel use it. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const ID_CHARS = 26
const ID_BYTES = 16

/**
 * The 128 bits of a prefixed id. 26 characters could say 130; the first two bits belong to its time
 * and are zero until the year 10889.
 */
export function bytesOfId(id: string): Uint8Array {
  let value = 0n
  for (const char of id.slice(id.indexOf('_') + 1)) {
    const digit = ALPHABET.indexOf(char)
    if (digit < 0) throw new RangeError('not an id')
    value = (value << 5n) | BigInt(digit)
  }
  if (value >> 128n) throw new RangeError('an id of more than 128 bits')
  const bytes = new Uint8Array(ID_BYTES)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, value >> 64n)
  view.setBigUint64(8, value & 0xffff_ffff_ffff_ffffn)
  return bytes
}

/** The id with this prefix and these 128 bits. */
export function idOfBytes(prefix: string, bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, ID_BYTES)
  let value = (view.getBigUint64(0) << 64n) | view.getBigUint64(8)
  let text = ''
  for (let i = 0; i < ID_CHARS; i++) {
    text = `${ALPHABET[Number(value & 31n)]}${text}`
    value >>= 5n
  }
  return `${prefix}${text}`
}
