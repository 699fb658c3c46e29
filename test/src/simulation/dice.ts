import { seededRandom } from '@usher/testing'

/** Choices that repeat themselves for the same seed. */
export interface Dice {
  fraction(): number
  /** True in this share of the cases. */
  chance(share: number): boolean
  /** A whole number from 0 to `max`, both possible. */
  upTo(max: number): number
  pick<Item>(items: readonly Item[]): Item
  /** Goes on with another stream, wherever this one has come to. */
  turnTo(stream: string): void
}

/** Streams with different names are independent: a draw from one does not move the other. */
export function diceOf(seed: number, stream: string): Dice {
  let random = seededRandom(mixed(seed, stream))
  const upTo = (max: number) => Math.floor(random.fraction() * (max + 1))
  return {
    fraction: () => random.fraction(),
    chance: (share) => random.fraction() < share,
    upTo,
    pick(items) {
      const item = items[upTo(items.length - 1)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    turnTo(next) {
      random = seededRandom(mixed(seed, next))
    },
  }
}

/** The multiplication spreads neighbouring seeds (Knuth, TAOCP 6.4). */
function mixed(seed: number, stream: string): number {
  let sum = Math.imul(seed, 0x9e3779b1) >>> 0
  for (const letter of stream) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0
  return Math.imul(sum ^ (sum >>> 15), 0x85ebca6b) >>> 0
}
