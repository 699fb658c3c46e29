/** What a test token makes the sandbox do. `docs/sandbox-payments.md` tells it to people. */
export interface Scenario {
  /** How the payment stands at first. */
  readonly opensAs: 'PENDING' | 'CHALLENGE' | 'AUTHORIZED' | 'DECLINED'
  readonly declineCode?: string
  /** A PENDING payment is AUTHORIZED after this time; without it, never. */
  readonly settlesAfterMs?: number
  /** How the call that opened it is answered. Default: at once. */
  readonly answer?: 'timeout' | 'when_settled' | 'never'
  /** A webhook tells of the outcome once it is settled, so often. Default: 0. */
  readonly webhooks?: number
  /** The bank refuses the capture for good. */
  readonly refusesCapture?: boolean
}

const success: Scenario = { opensAs: 'AUTHORIZED' }
const declined = (declineCode: string): Scenario => ({ opensAs: 'DECLINED', declineCode })

const SLOW_ANSWER_MS = 3000
const LATE_WEBHOOK_MS = 120_000
const DUPLICATE_WEBHOOKS = 3

const scenarios: ReadonlyMap<string, Scenario> = new Map([
  ['tok_success', success],
  ['tok_visa', success],
  ['tok_decline', declined('card_declined')],
  ['tok_insufficient_funds', declined('insufficient_funds')],
  ['tok_expired_card', declined('expired_card')],
  ['tok_challenge', { opensAs: 'CHALLENGE', webhooks: 1 }],
  ['tok_timeout_after_success', { opensAs: 'AUTHORIZED', answer: 'timeout' }],
  ['tok_slow', { opensAs: 'PENDING', settlesAfterMs: SLOW_ANSWER_MS, answer: 'when_settled' }],
  ['tok_late_webhook', { opensAs: 'PENDING', settlesAfterMs: LATE_WEBHOOK_MS, webhooks: 1 }],
  ['tok_duplicate_webhook', { opensAs: 'AUTHORIZED', webhooks: DUPLICATE_WEBHOOKS }],
  ['tok_capture_fails', { opensAs: 'AUTHORIZED', refusesCapture: true }],
  ['tok_never', { opensAs: 'PENDING', answer: 'never' }],
])

const unknown = declined('invalid_token')

/** The scenario of a test token; any other token is declined as invalid_token. */
export function scenarioOf(token: string): Scenario {
  return scenarios.get(token) ?? unknown
}

/** The test tokens, as documented. */
export const testTokens: readonly string[] = [...scenarios.keys()]

export function isTestToken(token: string): boolean {
  return scenarios.has(token)
}
