import { duration, type Environment, readSettings, type SettingValues } from '@usher/kernel'

/** What can be configured of this service. */
export const paymentSettings = {
  providerDeadlineMs: {
    name: 'USHER_PAYMENT_PROVIDER_DEADLINE',
    default: 8000,
    parse: duration({ min: '100ms', max: '60s' }),
    description:
      'how long a call to a payment provider may take before its outcome counts as unknown',
  },
  webhookKeepMs: {
    name: 'USHER_PAYMENT_WEBHOOK_KEEP',
    default: 35 * 86_400_000,
    parse: duration({ min: '30d', max: '3650d' }),
    description: 'how long a webhook delivery is remembered, to recognise its repeats',
  },
} as const

export type PaymentConfig = SettingValues<typeof paymentSettings>

/** Throws invalid / invalid_config with every problem. */
export function readPaymentConfig(env: Environment): PaymentConfig {
  return readSettings(env, paymentSettings)
}
