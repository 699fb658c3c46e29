import { type GatewayConfig, gatewaySettings, readGatewayConfig } from '@usher/api-gateway'
import { type AuthConfig, authSettings, readConfig as readAuthConfig } from '@usher/auth'
import { type BookingLimits, bookingSettings, readBookingConfig } from '@usher/booking'
import { type EventsConfig, eventsSettings, readEventsConfig } from '@usher/events'
import { type InventoryConfig, inventorySettings, readInventoryConfig } from '@usher/inventory'
import {
  DomainError,
  type Environment,
  isDomainError,
  readSettings,
  type Setting,
  type SettingProblem,
  type SettingValues,
} from '@usher/kernel'
import {
  type PaymentConfig,
  paymentSettings,
  readPaymentConfig,
  readSandboxSettings,
  readStripeSettings,
  type SandboxSettings,
  sandboxSettings,
  type StripeSettings,
  stripeSettings,
} from '@usher/payment'
import { type LogLevel, logLevels } from '@usher/telemetry'

/** What can be configured of the process itself. */
export const rootSettings = {
  logLevel: {
    name: 'USHER_LOG_LEVEL',
    default: 'info',
    parse: logLevel,
    description: `what is logged: ${logLevels.join(', ')}`,
  },
  publicUrl: {
    name: 'USHER_PUBLIC_URL',
    default: '',
    parse: webAddress,
    description: 'where buyers reach this server, when it is not where it listens',
  },
} as const satisfies Readonly<Record<string, Setting<string>>>

/** Everything that can be configured, for `usher doctor` and the documentation. */
export const allSettings: readonly Setting<unknown>[] = [
  rootSettings,
  gatewaySettings,
  authSettings,
  eventsSettings,
  inventorySettings,
  bookingSettings,
  paymentSettings,
  sandboxSettings,
  stripeSettings,
].flatMap((spec) => Object.values<Setting<unknown>>(spec))

/** The configuration of every service in the process. */
export interface EmbeddedConfig {
  readonly root: SettingValues<typeof rootSettings>
  readonly gateway: GatewayConfig
  readonly auth: AuthConfig
  readonly events: EventsConfig
  readonly inventory: InventoryConfig
  readonly booking: BookingLimits
  readonly payment: PaymentConfig
  readonly sandbox: SandboxSettings
  readonly stripe: StripeSettings
}

/**
 * Reads the environment. Throws invalid / invalid_config with the problems of all services
 * together.
 */
export function readEmbeddedConfig(env: Environment): EmbeddedConfig {
  const problems: SettingProblem[] = []
  const config = {
    root: collect(problems, () => readSettings(env, rootSettings)),
    gateway: collect(problems, () => readGatewayConfig(env)),
    auth: collect(problems, () => readAuthConfig(env)),
    events: collect(problems, () => readEventsConfig(env)),
    inventory: collect(problems, () => readInventoryConfig(env)),
    booking: collect(problems, () => readBookingConfig(env)),
    payment: collect(problems, () => readPaymentConfig(env)),
    sandbox: collect(problems, () => readSandboxSettings(env)),
    stripe: collect(problems, () => readStripeSettings(env)),
  }
  if (problems.length > 0) throw invalidConfig(problems)
  return config as EmbeddedConfig
}

/** The log level of a configuration that was read. */
export function logLevelOf({ root }: EmbeddedConfig): LogLevel {
  return root.logLevel as LogLevel
}

function collect<Value>(problems: SettingProblem[], read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (!isDomainError(error, 'invalid_config')) throw error
    problems.push(...(error.facts['problems'] as readonly SettingProblem[]))
    return undefined
  }
}

function invalidConfig(problems: readonly SettingProblem[]): DomainError {
  const lines = problems.map(({ setting, problem }) => `${setting} ${problem}`)
  return new DomainError('invalid', 'invalid_config', lines.join('; '), { problems })
}

function logLevel(text: string): string {
  if (logLevels.some((level) => level === text)) return text
  throw malformed(`one of ${logLevels.join(', ')}`)
}

function webAddress(text: string): string {
  if (/^https?:\/\/[^\s/]+$/.test(text)) return text
  throw malformed('an origin such as https://tickets.example.org')
}

function malformed(expected: string): DomainError {
  return new DomainError('invalid', 'invalid_setting', expected)
}
