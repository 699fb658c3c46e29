/**
 * What the local server knows of Stripe: the states of an intent, its charge and its refunds. Test
 * support.
 */
export interface LedgerIntent {
  id: string
  amount: number
  currency: string
  status: string
  metadata: Record<string, string>
  created: number
  captureBefore: number
  refusesCapture: boolean
  cancellationReason: string | null
  failure: { code: string; decline_code?: string } | null
}

export interface LedgerRefund {
  id: string
  payment_intent: string
  amount: number
  status: string
  metadata: Record<string, string>
}

export interface StripeFailure {
  readonly status: number
  readonly error: Record<string, unknown>
}

export type Form = Readonly<Record<string, string>>

const AUTHORIZATION_SECONDS = 7 * 86_400

/** A book of intents. Throws a StripeFailure where Stripe would answer an error. */
export class StripeLikeLedger {
  readonly intents = new Map<string, LedgerIntent>()
  readonly refunds: LedgerRefund[] = []
  readonly #nowMs: () => number

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  createIntent(form: Form): LedgerIntent {
    const intent: LedgerIntent = {
      id: `pi_${this.intents.size + 1}`,
      amount: Number(form['amount']),
      currency: form['currency'] ?? '',
      status: 'requires_payment_method',
      metadata: metadataOf(form),
      created: Math.floor(this.#nowMs() / 1000),
      captureBefore: 0,
      refusesCapture: false,
      cancellationReason: null,
      failure: null,
    }
    if (form['capture_method'] !== 'manual') throw invalid('capture_method', 'unexpected')
    const card = form['payment_method'] ?? form['payment_method_data[card][token]'] ?? ''
    if (form['confirm'] === 'true' && !cards.has(card)) {
      throw invalid('payment_method', 'resource_missing')
    }
    this.intents.set(intent.id, intent)
    if (form['confirm'] === 'true') this.#confirm(intent, card)
    return intent
  }

  #confirm(intent: LedgerIntent, card: string): void {
    if (card === 'pm_card_challenge') intent.status = 'requires_action'
    else if (card === 'pm_card_decline') this.#decline(intent, 'card_declined', 'generic_decline')
    else this.#authorize(intent)
    intent.refusesCapture = card === 'pm_card_capture_fails'
  }

  #authorize(intent: LedgerIntent): void {
    intent.status = 'requires_capture'
    intent.captureBefore = Math.floor(this.#nowMs() / 1000) + AUTHORIZATION_SECONDS
  }

  #decline(intent: LedgerIntent, code: string, declineCode: string): never {
    intent.failure = { code, decline_code: declineCode }
    throw {
      status: 402,
      error: { type: 'card_error', ...intent.failure, payment_intent: view(intent) },
    }
  }

  completeChallenge(id: string, outcome: 'approve' | 'refuse'): void {
    const intent = this.get(id)
    if (outcome === 'approve') return this.#authorize(intent)
    intent.status = 'requires_payment_method'
    intent.failure = { code: 'payment_intent_authentication_failure' }
  }

  get(id: string): LedgerIntent {
    const intent = this.intents.get(id)
    if (!intent)
      throw { status: 404, error: { type: 'invalid_request_error', code: 'resource_missing' } }
    const lapsed =
      intent.status === 'requires_capture' && this.#nowMs() / 1000 >= intent.captureBefore
    if (lapsed) Object.assign(intent, { status: 'canceled', cancellationReason: 'automatic' })
    return intent
  }

  capture(id: string): LedgerIntent {
    const intent = this.get(id)
    if (intent.status !== 'requires_capture') throw unexpectedState(intent)
    if (intent.refusesCapture)
      throw { status: 402, error: { type: 'card_error', code: 'card_declined' } }
    intent.status = 'succeeded'
    return intent
  }

  cancel(id: string): LedgerIntent {
    const intent = this.get(id)
    if (intent.status === 'canceled' || intent.status === 'succeeded') throw unexpectedState(intent)
    intent.status = 'canceled'
    return intent
  }

  refund(form: Form): LedgerRefund {
    const intent = this.get(form['payment_intent'] ?? '')
    const amount = Number(form['amount'])
    const left = (intent.status === 'succeeded' ? intent.amount : 0) - this.refunded(intent.id)
    if (left === 0) throw invalid('', 'charge_already_refunded')
    if (amount > left) throw invalid('amount', '')
    const id = `re_${this.refunds.length + 1}`
    const refund = {
      id,
      payment_intent: intent.id,
      amount,
      status: 'succeeded',
      metadata: metadataOf(form),
    }
    this.refunds.push(refund)
    return refund
  }

  refunded(intentId: string): number {
    return this.refunds
      .filter((refund) => refund.payment_intent === intentId)
      .reduce((sum, { amount }) => sum + amount, 0)
  }

  find(paymentId: string): LedgerIntent | undefined {
    return [...this.intents.values()].find(({ metadata }) => metadata['payment_id'] === paymentId)
  }

  view(intent: LedgerIntent): object {
    return view(intent, this.refunded(intent.id))
  }
}

const cards = new Set([
  'pm_card_visa',
  'pm_card_decline',
  'pm_card_challenge',
  'pm_card_capture_fails',
  'pm_card_lost_answer',
  'tok_visa',
])

function view(intent: LedgerIntent, refunded = 0): object {
  const redirect = {
    type: 'redirect_to_url',
    redirect_to_url: { url: `https://stripe.test/${intent.id}` },
  }
  const card = { capture_before: intent.captureBefore }
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: intent.amount,
    currency: intent.currency,
    status: intent.status,
    metadata: intent.metadata,
    created: intent.created,
    cancellation_reason: intent.cancellationReason,
    last_payment_error: intent.failure,
    next_action: intent.status === 'requires_action' ? redirect : null,
    latest_charge:
      intent.captureBefore === 0
        ? null
        : { id: `ch_${intent.id}`, amount_refunded: refunded, payment_method_details: { card } },
  }
}

function metadataOf(form: Form): Record<string, string> {
  const entries = Object.entries(form).flatMap(([name, value]) => {
    const key = /^metadata\[(\w+)\]$/.exec(name)?.[1]
    return key ? [[key, value] as const] : []
  })
  return Object.fromEntries(entries)
}

function invalid(param: string, code: string): StripeFailure {
  return { status: 400, error: { type: 'invalid_request_error', param, code } }
}

function unexpectedState(intent: LedgerIntent): StripeFailure {
  const error = { type: 'invalid_request_error', code: 'payment_intent_unexpected_state' }
  return { status: 400, error: { ...error, payment_intent: view(intent) } }
}
