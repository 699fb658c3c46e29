import { duration, readSettings, type Setting, wholeNumber, type Environment } from '@usher/kernel'

/** How long things may take, and how much is done at once. */
export interface BookingLimits {
  /** One attempt to move a booking on; a buyer waits no longer for an answer. */
  readonly attemptMs: number
  /** How long a buyer may take to complete a challenge. */
  readonly challengeMs: number
  /** How long a provider may leave a payment undecided before it is called off. */
  readonly processingMs: number
  /** Open for longer than this: counted and logged as stuck, never released. */
  readonly stuckMs: number
  /** Bookings that recovery works on at the same time. */
  readonly recoveryConcurrency: number
  readonly recoverEveryMs: number
  /** False: only organizers give money back. */
  readonly buyersMayCancel: boolean
  /** So long before an event its doors admit. */
  readonly doorsOpenMs: number
  /** So long after the announced end of an event its doors admit. */
  readonly doorsCloseMs: number
}

export const bookingSettings = {
  attemptMs: {
    name: 'USHER_BOOKING_ATTEMPT',
    default: 10_000,
    parse: duration({ min: '1s', max: '60s' }),
    description: 'how long a buyer waits for a booking before it is answered as pending',
  },
  challengeMs: {
    name: 'USHER_BOOKING_CHALLENGE',
    default: 15 * 60_000,
    parse: duration({ min: '1m', max: '1h' }),
    description: 'how long a buyer may take to complete a payment challenge',
  },
  processingMs: {
    name: 'USHER_BOOKING_PROCESSING',
    default: 60 * 60_000,
    parse: duration({ min: '1m', max: '10d' }),
    description: 'after what time a payment that the provider has not decided is called off',
  },
  stuckMs: {
    name: 'USHER_BOOKING_STUCK',
    default: 15 * 60_000,
    parse: duration({ min: '1m', max: '1d' }),
    description: 'after what time an open booking or refund is reported as stuck',
  },
  recoveryConcurrency: {
    name: 'USHER_BOOKING_RECOVERY_CONCURRENCY',
    default: 32,
    parse: wholeNumber({ min: 1, max: 1000 }),
    description: 'how many bookings recovery works on at the same time',
  },
  recoverEveryMs: {
    name: 'USHER_BOOKING_RECOVERY_PAUSE',
    default: 1000,
    parse: duration({ min: '100ms', max: '60s' }),
    description: 'the pause between two runs of recovery',
  },
  buyersMayCancel: {
    name: 'USHER_BOOKING_BUYERS_MAY_CANCEL',
    default: 1,
    parse: wholeNumber({ min: 0, max: 1 }),
    description: '1: buyers may cancel their bookings and get their money back; 0: they may not',
  },
  doorsOpenMs: {
    name: 'USHER_BOOKING_DOORS_OPEN_BEFORE',
    default: Infinity,
    parse: duration({ min: '0m', max: '365d' }),
    description: 'how long before an event tickets are let in; without it, at any time',
  },
  doorsCloseMs: {
    name: 'USHER_BOOKING_DOORS_CLOSE_AFTER',
    default: Infinity,
    parse: duration({ min: '0m', max: '365d' }),
    description: 'how long after the end of an event tickets are let in; without it, at any time',
  },
} as const satisfies Readonly<Record<string, Setting<number>>>

/** Reads the limits from the environment. Throws invalid / invalid_config with every problem. */
export function readBookingConfig(env: Environment): BookingLimits {
  const settings = readSettings(env, bookingSettings)
  return { ...settings, buyersMayCancel: settings.buyersMayCancel === 1 }
}

export const defaultLimits: BookingLimits = readBookingConfig({})
