import { seededRandom } from '@usher/testing'

/** Choices that repeat themselves for the same seed. */
export interface Dice {
  fraction(): number
  /** True in this share of the cases. */
  chance(share: number): boolean
  /** A whole number from 0 to `max`, both possible. */
  upTo(max: number): number
  pick<Item>(items: readonly Item[]): Item
}

/** Streams with different names are independent: a draw from one does not move the other. */
export function diceOf(seed: number, stream: string): Dice {
  let mixed = seed
  for (const letter of stream) mixed = (Math.imul(mixed, 31) + letter.charCodeAt(0)) >>> 0
  const random = seededRandom(Math.imul(mixed ^ 0x9e3779b9, 0x85ebca6b) >>> 0)
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
  }
}
