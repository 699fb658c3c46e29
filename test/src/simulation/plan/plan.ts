import { type Dice, diceOf } from '../dice.ts'
import { type HouseRules, houseRules } from '../house.ts'
import type { Weather } from '../world.ts'
import type { Step, StepKind } from './steps.ts'

/** A run, all of it: the same plan has the same outcome. */
export interface Plan {
  readonly seed: number
  readonly rules: HouseRules
  readonly weather: Weather
  readonly steps: readonly Step[]
}

export const STEPS = 70

/**
 * The plan of a seed. Each seed has its own mix (swarm testing: Groce et al., "Swarm Testing",
 * ISSTA 2012): what is left out lets the rest reach places that an even mix does not.
 */
export function planOf(seed: number, steps = STEPS): Plan {
  const dice = diceOf(seed, 'plan')
  return {
    seed,
    rules: dice.pick(houseRules),
    weather: weatherOf(dice),
    steps: stepsOf(dice, steps),
  }
}

function weatherOf(dice: Dice): Weather {
  const disk = {
    usualMs: dice.pick([1, 5, 20]),
    slow: dice.pick([0, 0.02, 0.1]),
    failing: dice.pick([0, 0, 0.005, 0.02]),
  }
  return { disk, bank: dice.pick([0, 0.1, 0.3, 0.5]), ledger: dice.pick([0, 0.05, 0.3]) }
}

type Maker = (dice: Dice, mix: Mix) => StepKind

/** How often a kind is drawn in an even mix, and how one is made. */
const kinds: Readonly<Record<StepKind['do'], readonly [weight: number, make: Maker]>> = {
  reserve: [
    14,
    (dice, mix) => ({ do: 'reserve', ...aBuyer(dice, mix), seats: someSeats(dice, mix) }),
  ],
  reserve_best: [
    4,
    (dice, mix) => ({ do: 'reserve_best', ...aBuyer(dice, mix), quantity: 1 + dice.upTo(2) }),
  ],
  reserve_area: [
    4,
    (dice, mix) => ({ do: 'reserve_area', ...aBuyer(dice, mix), quantity: 1 + dice.upTo(2) }),
  ],
  release: [2, (dice) => ({ do: 'release', which: dice.fraction() })],
  extend: [2, (dice) => ({ do: 'extend', which: dice.fraction() })],
  swap: [3, (dice) => ({ do: 'swap', which: dice.fraction(), seat: dice.upTo(14) })],
  book: [18, (dice, mix) => ({ do: 'book', which: dice.fraction(), token: dice.pick(mix.tokens) })],
  repeat: [6, (dice) => ({ do: 'repeat', which: dice.fraction() })],
  cancel: [4, (dice) => ({ do: 'cancel', which: dice.fraction() })],
  cancel_seat: [6, (dice) => ({ do: 'cancel_seat', which: dice.fraction() })],
  challenge: [6, (dice) => ({ do: 'challenge', which: dice.fraction(), outcome: anOutcome(dice) })],
  webhook_again: [3, (dice) => ({ do: 'webhook_again', which: dice.fraction() })],
  block: [2, (dice) => ({ do: 'block', event: dice.upTo(1), seat: dice.upTo(14) })],
  unblock: [2, (dice) => ({ do: 'unblock', event: dice.upTo(1), seat: dice.upTo(14) })],
  cancel_event: [0.5, (dice) => ({ do: 'cancel_event', event: dice.upTo(1) })],
  wait: [8, (dice) => ({ do: 'wait', ms: dice.pick([20, 500, 3000, 6000, 11_000]) })],
  leap: [4, (dice) => ({ do: 'leap', ms: dice.pick(leaps) })],
  crash: [7, (dice) => ({ do: 'crash', appends: dice.upTo(8) })],
}

/** To just past a short reservation, past the challenge, hours, and a little back. */
const leaps = [61_000, 61_000, 61_000, 121_000, 600_000, 1_000_000, 2 * 3_600_000, -2000, -30_000]

const BUYERS = 6

function aBuyer(dice: Dice, { gifts }: Mix) {
  return { buyer: dice.upTo(BUYERS - 1), event: dice.chance(gifts) ? 1 : 0 }
}

/**
 * Neighbours mostly, and mostly the same: a simulation in which nobody wants the same seat finds
 * nothing.
 */
function someSeats(dice: Dice, { narrow }: Mix): number[] {
  const first = dice.upTo(narrow ? 3 : 13)
  return Array.from({ length: 1 + dice.upTo(2) }, (_, index) => first + index)
}

function anOutcome(dice: Dice): 'approve' | 'refuse' {
  return dice.chance(0.8) ? 'approve' : 'refuse'
}

function stepsOf(dice: Dice, count: number): Step[] {
  const mix = mixOf(dice)
  return Array.from({ length: count }, (_, id) => {
    return { ...makeStep(dice, mix), id, thenMs: pause(dice) }
  })
}

const allTokens = [
  'tok_success',
  'tok_success',
  'tok_visa',
  'tok_decline',
  'tok_insufficient_funds',
  'tok_expired_card',
  'tok_challenge',
  'tok_challenge',
  'tok_timeout_after_success',
  'tok_slow',
  'tok_late_webhook',
  'tok_duplicate_webhook',
  'tok_capture_fails',
  'tok_never',
  'not a token',
]

/** What a seed does often, rarely and never. */
interface Mix {
  readonly weights: readonly (readonly [StepKind['do'], number])[]
  readonly tokens: readonly string[]
  /** Everybody wants the same four seats. */
  readonly narrow: boolean
  /** The share of reservations for the second event, whose seats cost nothing. */
  readonly gifts: number
}

function mixOf(dice: Dice): Mix {
  const names = Object.keys(kinds) as StepKind['do'][]
  const gifts = dice.pick([0.1, 0.1, 0.3, 0.9])
  const weights = names.map((name) => [name, kinds[name][0] * share(dice, name, gifts)] as const)
  const tokens = allTokens.filter(() => dice.chance(0.5))
  return {
    weights,
    tokens: ['tok_success', 'tok_success', 'tok_success', ...tokens],
    narrow: dice.chance(0.35),
    gifts,
  }
}

/**
 * Without reservations and bookings nothing happens at all. A gift is never PAYING: only crashes
 * and time between its booking and its confirmation make it late.
 */
function share(dice: Dice, name: StepKind['do'], gifts: number): number {
  const factor = dice.pick([0.3, 1, 1, 4])
  if (name === 'reserve' || name === 'book') return factor
  if (gifts > 0.5 && (name === 'crash' || name === 'leap')) return 3
  return dice.chance(0.2) ? 0 : factor
}

function makeStep(dice: Dice, mix: Mix): StepKind {
  const sum = mix.weights.reduce((total, [, weight]) => total + weight, 0)
  let rest = dice.fraction() * sum
  for (const [name, weight] of mix.weights) {
    rest -= weight
    if (rest < 0) return kinds[name][1](dice, mix)
  }
  return kinds.book[1](dice, mix)
}

/** None, so that calls meet in flight, or time enough for a few writes. */
function pause(dice: Dice): number {
  return dice.pick([0, 0, 0, 1, 5, 30, 100, 500])
}
