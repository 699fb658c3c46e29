import { type GatewayConfig, gatewaySettings, readGatewayConfig } from '@usher/api-gateway'
import { type AuthConfig, authSettings, readConfig as readAuthConfig } from '@usher/auth'
import { type BookingLimits, bookingSettings, readBookingConfig } from '@usher/booking'
import { type EventsConfig, eventsSettings, readEventsConfig } from '@usher/events'
import { type InventoryConfig, inventorySettings, readInventoryConfig } from '@usher/inventory'
import {
  DomainError,
  type Environment,
  readSettings,
  readTogether,
  type Setting,
  type SettingValues,
} from '@usher/kernel'
import {
  type MailSettings,
  mailSettings,
  type NotificationConfig,
  notificationSettings,
  readMailSettings,
  readNotificationConfig,
} from '@usher/notification'
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
import { readSearchConfig, type SearchConfig, searchSettings } from '@usher/search'
import { type LogLevel, logLevels } from '@usher/telemetry'

/** What can be configured of the process itself. */
const rootSettings = {
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
  searchSettings,
  notificationSettings,
  mailSettings,
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
  readonly search: SearchConfig
  readonly notification: NotificationConfig
  readonly mail: MailSettings
}

/**
 * Reads the environment. Throws invalid / invalid_config with the problems of all services
 * together.
 */
export function readEmbeddedConfig(env: Environment): EmbeddedConfig {
  return readTogether(env, {
    root: readRootSettings,
    gateway: readGatewayConfig,
    auth: readAuthConfig,
    events: readEventsConfig,
    inventory: readInventoryConfig,
    booking: readBookingConfig,
    payment: readPaymentConfig,
    sandbox: readSandboxSettings,
    stripe: readStripeSettings,
    search: readSearchConfig,
    notification: readNotificationConfig,
    mail: readMailSettings,
  })
}

function readRootSettings(env: Environment): EmbeddedConfig['root'] {
  return readSettings(env, rootSettings)
}

/** The log level of a configuration that was read. */
export function logLevelOf({ root }: EmbeddedConfig): LogLevel {
  return root.logLevel as LogLevel
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
