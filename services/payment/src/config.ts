import {
  DomainError,
  duration,
  type Environment,
  readSettings,
  type SettingValues,
  textUpTo,
} from '@usher/kernel'

/** What can be configured of this service. */
export const paymentSettings = {
  providerDeadlineMs: {
    name: 'USHER_PAYMENT_PROVIDER_DEADLINE',
    default: 8000,
    parse: duration({ min: '100ms', max: '60s' }),
    description: 'how long a payment provider may take before an outcome counts as unknown',
  },
  webhookKeepMs: {
    name: 'USHER_PAYMENT_WEBHOOK_KEEP',
    default: 35 * 86_400_000,
    parse: duration({ min: '30d', max: '3650d' }),
    description: 'how long a webhook delivery is remembered, to recognise its repeats',
  },
} as const

/** What a root needs to offer the sandbox. */
export const sandboxSettings = {
  offered: {
    name: 'USHER_PAYMENT_SANDBOX',
    default: 'on',
    parse: onOrOff,
    description: 'on: the provider "sandbox" takes test cards and no money; off: it does not exist',
  },
  webhookSecrets: {
    name: 'USHER_PAYMENT_SANDBOX_WEBHOOK_SECRETS',
    default: [] as readonly string[],
    parse: secrets,
    description: 'secrets of the sandbox webhooks, the signing one first; none: drawn at start',
  },
  webhookUrl: {
    name: 'USHER_PAYMENT_SANDBOX_WEBHOOK_URL',
    default: '',
    parse: webAddress,
    description: 'where the sandbox posts its webhooks; empty: straight into this process',
  },
} as const

/** What a root needs to offer Stripe; without a secret key it does not. */
export const stripeSettings = {
  secretKey: {
    name: 'USHER_PAYMENT_STRIPE_SECRET_KEY',
    default: '',
    parse: textUpTo(500),
    description: 'the secret API key of the Stripe account; empty: Stripe is not offered',
  },
  webhookSecrets: {
    name: 'USHER_PAYMENT_STRIPE_WEBHOOK_SECRETS',
    default: [] as readonly string[],
    parse: secrets,
    description: 'signing secrets of the Stripe webhook endpoint, two while one is replaced',
  },
  returnUrl: {
    name: 'USHER_PAYMENT_STRIPE_RETURN_URL',
    default: '',
    parse: webAddress,
    description: 'where Stripe sends the buyer back to after a challenge',
  },
} as const

export type PaymentConfig = SettingValues<typeof paymentSettings>
export type SandboxSettings = SettingValues<typeof sandboxSettings>
export type StripeSettings = SettingValues<typeof stripeSettings>

/** Throws invalid / invalid_config with every problem. */
export function readPaymentConfig(env: Environment): PaymentConfig {
  return readSettings(env, paymentSettings)
}

export function readSandboxSettings(env: Environment): SandboxSettings {
  return readSettings(env, sandboxSettings)
}

/** As `readPaymentConfig`; with a secret key the rest is needed too. */
export function readStripeSettings(env: Environment): StripeSettings {
  const settings = readSettings(env, stripeSettings)
  const missing = (['webhookSecrets', 'returnUrl'] as const).filter(
    (key) => settings.secretKey !== '' && settings[key].length === 0,
  )
  if (missing.length > 0) throw incomplete(missing.map((key) => stripeSettings[key]))
  return settings
}

/** More than two secrets at once is no rotation. */
const SECRETS_MAX = 2
const SECRET_CHARS_MIN = 16

function secrets(text: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim())
  const valid = parts.every((part) => part.length >= SECRET_CHARS_MIN)
  if (valid && parts.length <= SECRETS_MAX) return parts
  const expected = `one or two secrets of at least ${SECRET_CHARS_MIN} characters, comma between`
  throw new DomainError('invalid', 'invalid_setting', expected)
}

function onOrOff(text: string): string {
  if (text === 'on' || text === 'off') return text
  throw new DomainError('invalid', 'invalid_setting', 'on or off')
}

function webAddress(text: string): string {
  const { protocol = '' } = URL.parse(text) ?? {}
  if (/^https?:$/.test(protocol)) return text
  throw new DomainError('invalid', 'invalid_setting', 'an http or https URL')
}

function incomplete(
  settings: readonly { readonly name: string; readonly description: string }[],
): DomainError {
  const problems = settings.map(({ name, description }) => {
    return { setting: name, problem: 'must be set when Stripe is offered', description }
  })
  const message = problems.map(({ setting, problem }) => `${setting} ${problem}`).join('; ')
  return new DomainError('invalid', 'invalid_config', message, { problems })
}
