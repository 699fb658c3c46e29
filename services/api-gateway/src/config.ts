import {
  duration,
  type Environment,
  readSettings,
  type Setting,
  textUpTo,
  wholeNumber,
} from '@usher/kernel'

/** Routes that share an allowance. */
export const limitGroups = [
  'auth',
  'reads',
  'reservations',
  'bookings',
  'organizer',
  'search',
  'scans',
  'webhooks',
] as const
export type LimitGroup = (typeof limitGroups)[number]

/** Calls a minute; 0 is no limit. */
export interface GroupLimits {
  readonly perUser: number
  readonly perAddress: number
}

export interface GatewayConfig {
  readonly limits: Readonly<Record<LimitGroup, GroupLimits>>
  readonly trustProxy: boolean | string | number
  readonly corsOrigins: readonly string[]
  /** How long answers to Idempotency-Keys are kept. */
  readonly idempotencyKeepMs: number
  /** How long answers in flight may take once the process is told to end. */
  readonly closeDeadlineMs: number
  /** Seat maps are the only large bodies. */
  readonly seatMapBytes: number
  /**
   * Shows everybody the mails that were sent, for a demo where nobody has a mail server. Mails hold
   * tickets: never where tickets are worth something. A root sets it, no environment variable does.
   */
  readonly mailbox: boolean
}

/**
 * An address may be a whole company: it is given more than a user. Logging in is what robots do.
 * Whoever types into a search box asks with every letter. A door scans a few people a second, and
 * all doors of a hall may share one address. Webhooks come as fast as sales do, and what is not
 * signed costs next to nothing.
 */
const defaultLimits: Readonly<Record<LimitGroup, GroupLimits>> = {
  auth: { perUser: 60, perAddress: 60 },
  reads: { perUser: 1200, perAddress: 3000 },
  reservations: { perUser: 60, perAddress: 1200 },
  bookings: { perUser: 30, perAddress: 600 },
  organizer: { perUser: 300, perAddress: 1200 },
  search: { perUser: 0, perAddress: 1200 },
  scans: { perUser: 6000, perAddress: 60_000 },
  webhooks: { perUser: 0, perAddress: 0 },
}

const callsAMinute = wholeNumber({ min: 0, max: 1_000_000_000 })

/** What can be configured of this service. */
export const gatewaySettings = {
  authPerUser: limitSetting('auth', 'USER'),
  authPerAddress: limitSetting('auth', 'ADDRESS'),
  readsPerUser: limitSetting('reads', 'USER'),
  readsPerAddress: limitSetting('reads', 'ADDRESS'),
  reservationsPerUser: limitSetting('reservations', 'USER'),
  reservationsPerAddress: limitSetting('reservations', 'ADDRESS'),
  bookingsPerUser: limitSetting('bookings', 'USER'),
  bookingsPerAddress: limitSetting('bookings', 'ADDRESS'),
  organizerPerUser: limitSetting('organizer', 'USER'),
  organizerPerAddress: limitSetting('organizer', 'ADDRESS'),
  searchPerAddress: limitSetting('search', 'ADDRESS'),
  scansPerUser: limitSetting('scans', 'USER'),
  scansPerAddress: limitSetting('scans', 'ADDRESS'),
  webhooksPerAddress: limitSetting('webhooks', 'ADDRESS'),
  trustProxy: {
    name: 'USHER_TRUST_PROXY',
    default: '',
    parse: textUpTo(1000),
    description: 'proxies whose X-Forwarded-For is believed: their addresses, or a number of hops',
  },
  corsOrigins: {
    name: 'USHER_CORS_ORIGINS',
    default: '',
    parse: textUpTo(4000),
    description: 'origins whose pages may call, separated by commas; * for all',
  },
  idempotencyKeepMs: {
    name: 'USHER_IDEMPOTENCY_KEEP',
    default: 2 * 86_400_000,
    parse: duration({ min: '24h', max: '365d' }),
    description: 'how long the answer to an Idempotency-Key is kept',
  },
  closeDeadlineMs: {
    name: 'USHER_CLOSE_DEADLINE',
    default: 10_000,
    parse: duration({ min: '0ms', max: '10m' }),
    description: 'how long answers in flight may take once the process is told to end',
  },
  showMailbox: {
    name: 'USHER_SHOW_MAILBOX',
    default: 0,
    parse: wholeNumber({ min: 0, max: 1 }),
    description: '1: anybody may read the mailbox on disk, tickets and all; for demos only',
  },
} as const

function limitSetting(group: LimitGroup, scope: 'USER' | 'ADDRESS'): Setting<number> {
  const { perUser, perAddress } = defaultLimits[group]
  return {
    name: `USHER_LIMIT_${group.toUpperCase()}_PER_${scope}`,
    default: scope === 'USER' ? perUser : perAddress,
    parse: callsAMinute,
    description: `${group} calls a minute that one ${scope.toLowerCase()} may make; 0 is no limit`,
  }
}

/** All rate limits, for those who change them together. */
export const rateLimits: readonly Setting<number>[] = Object.values<Setting<unknown>>(
  gatewaySettings,
).filter((setting): setting is Setting<number> => setting.name.startsWith('USHER_LIMIT_'))

const SEAT_MAP_BYTES = 64 * 1024 * 1024

/** Throws invalid / invalid_config with every problem. */
export function readGatewayConfig(env: Environment): GatewayConfig {
  const values = readSettings(env, gatewaySettings)
  return {
    limits: {
      auth: { perUser: values.authPerUser, perAddress: values.authPerAddress },
      reads: { perUser: values.readsPerUser, perAddress: values.readsPerAddress },
      reservations: {
        perUser: values.reservationsPerUser,
        perAddress: values.reservationsPerAddress,
      },
      bookings: { perUser: values.bookingsPerUser, perAddress: values.bookingsPerAddress },
      organizer: { perUser: values.organizerPerUser, perAddress: values.organizerPerAddress },
      search: { perUser: 0, perAddress: values.searchPerAddress },
      scans: { perUser: values.scansPerUser, perAddress: values.scansPerAddress },
      webhooks: { perUser: 0, perAddress: values.webhooksPerAddress },
    },
    trustProxy: trustProxyOf(values.trustProxy),
    corsOrigins: listOf(values.corsOrigins),
    idempotencyKeepMs: values.idempotencyKeepMs,
    closeDeadlineMs: values.closeDeadlineMs,
    seatMapBytes: SEAT_MAP_BYTES,
    mailbox: values.showMailbox === 1,
  }
}

function trustProxyOf(text: string): boolean | string | number {
  if (text === '' || text === 'false') return false
  return /^\d{1,2}$/.test(text) ? Number(text) : text
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
