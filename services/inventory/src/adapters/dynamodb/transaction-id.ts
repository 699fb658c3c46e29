import type { Random } from '@usher/kernel'

const BYTES = 16

/** 32 characters, of at most 36 that a ClientRequestToken may have. */
export function newTransactionId(random: Random): string {
  return Buffer.from(random.bytes(BYTES)).toString('hex')
}
