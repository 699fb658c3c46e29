import { type Clock, DomainError } from '@usher/kernel'
import { Stripe } from 'stripe'
import type { Report } from '../../domain/payment.ts'
import { authorizeKey } from '../../domain/provider-keys.ts'
import { unknownOutcome } from '../../domain/errors.ts'
import type { RefundStatus } from '../../domain/refund.ts'
import type {
  AuthorizeCall,
  PaymentCall,
  PaymentProvider,
  RefundCall,
  WebhookHeaders,
  WebhookMessage,
} from '../../ports/payment-provider.ts'
import { refundStatusOf, reportOf } from './intent-report.ts'
import { toStripeAmount } from './stripe-amount.ts'
import {
  declinedBy,
  isRefusal,
  isServerError,
  isSpentKey,
  refusalCode,
  translated,
} from './stripe-errors.ts'
import { readStripeWebhook } from './stripe-webhook.ts'

export interface StripeConfig {
  readonly secretKey: string
  /** Those of the endpoint's signing secrets that are valid now: two while one is rotated. */
  readonly webhookSecrets: readonly string[]
  /** Where Stripe sends the buyer back to after a challenge. */
  readonly returnUrl: string
  /** Another server that speaks Stripe's protocol. */
  readonly server?: {
    readonly host: string
    readonly port: number
    readonly protocol: 'http' | 'https'
  }
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 8000
const expand = ['latest_charge']
/** How far Stripe's clock may be from ours. */
const CLOCK_SKEW_SECONDS = 300
/** Intents looked through for one whose answer was lost and that the search does not show yet. */
const LISTED_MAX = 2000
/** More than a payment may have. */
const REFUNDS_LISTED_MAX = 300

type Intent = Stripe.PaymentIntent

/**
 * Stripe, with one PaymentIntent for each payment, captured by us. Stripe forgets idempotency keys
 * after a day, and repeats a server error for as long as it remembers: what an intent allows only
 * once (capture, cancel) rests on the intent's state, what could happen twice (create, refund) is
 * looked for by its metadata first.
 */
export class StripeProvider implements PaymentProvider {
  readonly #stripe: Stripe
  readonly #config: StripeConfig
  readonly #clock: Clock

  constructor({ clock }: { clock: Clock }, config: StripeConfig) {
    this.#clock = clock
    this.#config = config
    this.#stripe = new Stripe(config.secretKey, {
      ...config.server,
      timeout: config.timeoutMs ?? TIMEOUT_MS,
      // Whoever calls us asks again: retries at two layers multiply.
      maxNetworkRetries: 0,
      telemetry: false,
    })
  }

  async authorize(call: AuthorizeCall): Promise<Report> {
    const amount = toStripeAmount(call.amountMinor, call.currency)
    if (amount === undefined) return unsupported
    const { returnUrl } = this.#config
    const card = { ...cardOf(call.token), confirm: true, return_url: returnUrl, expand }
    const params = { ...termsOf(call, amount), ...card }
    try {
      const options = { idempotencyKey: call.key }
      return reportOf(await this.#stripe.paymentIntents.create(params, options))
    } catch (error) {
      if (isRefusal(error)) return declinedBy(error)
      throw translated(error, call.key)
    }
  }

  async capture(call: PaymentCall): Promise<Report> {
    const ref = await this.#refOf(call)
    const capture = (options: Stripe.RequestOptions) =>
      this.#stripe.paymentIntents.capture(ref, { expand }, options)
    return this.#move(call, { ref, act: capture, from: ['requires_capture'] }, (error) => ({
      providerRef: ref,
      status: 'CAPTURE_FAILED',
      declineCode: refusalCode(error),
    }))
  }

  async void(call: PaymentCall): Promise<Report> {
    const ref = call.providerRef || (await this.#find(call))?.id
    return ref ? this.#cancel(call, ref) : this.#fence(call)
  }

  async refund(call: RefundCall): Promise<RefundStatus> {
    const ref = await this.#refOf(call)
    const given = await this.#refundsOf(ref, call.key)
    const known = given.find(({ metadata }) => metadata?.['refund_id'] === call.refundId)
    if (known) return refundStatusOf(known)
    try {
      return refundStatusOf(await this.#createRefund(call, ref))
    } catch (error) {
      if (!isRefusal(error)) throw translated(error, call.key)
      if (error.code === 'charge_already_refunded' || error.param === 'amount') throw exceeds(call)
      return 'FAILED'
    }
  }

  async retrieve(call: PaymentCall): Promise<Report | undefined> {
    const ref = call.providerRef || (await this.#find(call))?.id
    return ref ? this.#reportWithRefunds(ref, call.key) : undefined
  }

  parseWebhook(rawBody: Uint8Array, headers: WebhookHeaders): Promise<WebhookMessage> {
    const { webhooks } = this.#stripe
    const secrets = this.#config.webhookSecrets
    return readStripeWebhook({ webhooks, secrets, nowMs: this.#clock.nowMs() }, rawBody, headers)
  }

  #cancel(call: PaymentCall, ref: string): Promise<Report> {
    const cancel = (options: Stripe.RequestOptions) =>
      this.#stripe.paymentIntents.cancel(ref, { expand }, options)
    return this.#move(call, { ref, act: cancel, from: cancellable }, () => {
      // An intent that is processing can be cancelled neither now nor for sure later.
      throw unknownOutcome('provider_undecided', { provider_ref: ref })
    })
  }

  /**
   * Moves an intent out of `from`, once. When Stripe refuses, the intent's own state says what that
   * means.
   */
  async #move(
    call: PaymentCall,
    { ref, act, from }: Move,
    refused: (error: RefusalError) => Report,
  ): Promise<Report> {
    try {
      return reportOf(await this.#act({ key: call.key, ref, act, from }))
    } catch (error) {
      if (!isRefusal(error)) throw translated(error, call.key)
      const intent = await this.#fetch(ref, call.key)
      return from.includes(intent.status) ? refused(error) : reportOf(intent)
    }
  }

  /** After a server error the key is burnt; the intent's state still allows the move only once. */
  async #act({ key, ref, act, from }: Move & { key: string }): Promise<Intent> {
    try {
      return await act({ idempotencyKey: key })
    } catch (error) {
      if (!isServerError(error)) throw error
      const intent = await this.#fetch(ref, key)
      return from.includes(intent.status) ? act({}) : intent
    }
  }

  /**
   * No intent is known, but a create may be on its way. Its key is used up for an intent without a
   * card, which is cancelled: the late create is refused for its other parameters. When the key is
   * spent already, the intent that came of it is looked for; none means that nothing came of it, as
   * does a refusal: the late create has the same terms.
   */
  async #fence(call: PaymentCall): Promise<Report> {
    const key = authorizeKey(call.paymentId)
    const amount = toStripeAmount(call.amountMinor, call.currency)
    if (amount === undefined) return { ...unsupported, status: 'VOIDED' }
    try {
      const params = termsOf(call, amount)
      const blank = await this.#stripe.paymentIntents.create(params, { idempotencyKey: key })
      return await this.#cancel(call, blank.id)
    } catch (error) {
      if (!isSpentKey(error) && !isRefusal(error)) throw translated(error, key)
      const found = await this.#findInList(call)
      return found ? this.#cancel(call, found.id) : { providerRef: '', status: 'VOIDED' }
    }
  }

  async #refOf(call: PaymentCall): Promise<string> {
    const ref = call.providerRef || (await this.#find(call))?.id
    if (ref) return ref
    throw unknownOutcome('provider_payment_not_found', { payment_id: call.paymentId })
  }

  /** By the search, which shows a new intent after up to a minute. */
  async #find({ paymentId, key }: PaymentCall): Promise<Intent | undefined> {
    try {
      const query = `metadata['payment_id']:'${paymentId}'`
      const { data } = await this.#stripe.paymentIntents.search({ query, limit: 1 })
      return data[0]
    } catch (error) {
      throw translated(error, key)
    }
  }

  /** By the list, which shows an intent at once. */
  async #findInList({ paymentId, createdAtMs, key }: PaymentCall): Promise<Intent | undefined> {
    const gte = Math.max(0, Math.floor(createdAtMs / 1000) - CLOCK_SKEW_SECONDS)
    let listed = 0
    try {
      for await (const intent of this.#stripe.paymentIntents.list({
        created: { gte },
        limit: 100,
      })) {
        if (intent.metadata['payment_id'] === paymentId) return intent
        listed += 1
        if (listed >= LISTED_MAX) throw unknownOutcome('provider_list_too_long', { listed })
      }
    } catch (error) {
      throw translated(error, key)
    }
    return undefined
  }

  async #fetch(ref: string, key: string): Promise<Intent> {
    try {
      return await this.#stripe.paymentIntents.retrieve(ref, { expand })
    } catch (error) {
      throw translated(error, key)
    }
  }

  async #reportWithRefunds(ref: string, key: string): Promise<Report> {
    const intent = await this.#fetch(ref, key)
    const charge = intent.latest_charge
    const refunded = charge instanceof Object && (charge.amount_refunded > 0 || charge.refunded)
    const refunds = refunded ? await this.#refundsOf(ref, key) : []
    const seen = refunds.map((refund) => ({
      refundId: refund.metadata?.['refund_id'] ?? '',
      status: refundStatusOf(refund),
    }))
    return { ...reportOf(intent), refunds: seen }
  }

  async #refundsOf(ref: string, key: string): Promise<readonly Stripe.Refund[]> {
    try {
      const refunds = this.#stripe.refunds.list({ payment_intent: ref, limit: 100 })
      return await refunds.autoPagingToArray({ limit: REFUNDS_LISTED_MAX })
    } catch (error) {
      throw translated(error, key)
    }
  }

  #createRefund(call: RefundCall, ref: string): Promise<Stripe.Refund> {
    const amount = toStripeAmount(call.refundMinor, call.currency)
    if (amount === undefined) throw exceeds(call)
    const metadata = { payment_id: call.paymentId, refund_id: call.refundId }
    const params = { payment_intent: ref, amount, metadata }
    return this.#stripe.refunds.create(params, { idempotencyKey: call.key })
  }
}

type RefusalError = InstanceType<typeof Stripe.errors.StripeError>

interface Move {
  readonly ref: string
  readonly act: (options: Stripe.RequestOptions) => Promise<Intent>
  readonly from: readonly string[]
}

const cancellable: readonly string[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'requires_capture',
  'processing',
]

const unsupported: Report = {
  providerRef: '',
  status: 'DECLINED',
  declineCode: 'unsupported_amount',
}

function termsOf(
  { paymentId, bookingId, currency }: Pick<PaymentCall, 'paymentId' | 'bookingId' | 'currency'>,
  amount: number,
): Stripe.PaymentIntentCreateParams {
  return {
    amount,
    currency: currency.toLowerCase(),
    capture_method: 'manual',
    allowed_payment_method_types: ['card'],
    metadata: { payment_id: paymentId, booking_id: bookingId },
  }
}

/**
 * Stripe has three ways to name a card, told apart by prefix. Its types leave out the token of a
 * card.
 */
function cardOf(token: string): Partial<Stripe.PaymentIntentCreateParams> {
  if (token.startsWith('ctoken_')) return { confirmation_token: token }
  if (token.startsWith('tok_'))
    return { payment_method_data: { type: 'card', card: { token } } as never }
  return { payment_method: token }
}

function exceeds({ paymentId, refundMinor }: RefundCall): DomainError {
  const facts = { payment_id: paymentId, amount_minor: refundMinor }
  return new DomainError('conflict', 'refund_exceeds_capture', 'more than is left', facts)
}
