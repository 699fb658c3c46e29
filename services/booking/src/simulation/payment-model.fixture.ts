import { create } from '@bufbuild/protobuf'
import {
  AuthorizeResponseSchema,
  CaptureResponseSchema,
  GetPaymentResponseSchema,
  ListProvidersResponseSchema,
  PaymentStatus,
  RefundResponseSchema,
  VoidResponseSchema,
} from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import type { PaymentClient } from '../adapters/rpc/payments.ts'

/** What the provider does with a card is said by its token. */
export const tokens = [
  'tok_ok',
  'tok_declined',
  'tok_challenge',
  'tok_silent',
  'tok_uncapturable',
  'tok_at_once',
] as const
export type Token = (typeof tokens)[number]

export interface ModelPayment {
  readonly paymentId: string
  readonly bookingId: string
  readonly token: string
  readonly amountMinor: number
  status: PaymentStatus
  /** How often money was taken and what it came to: the provider's own ledger. */
  captures: number
  capturedMinor: number
  readonly refunds: Map<string, number>
  refundedMinor: number
}

type Terms = Pick<ModelPayment, 'paymentId' | 'bookingId' | 'token' | 'amountMinor'>

export interface PaymentModelOptions {
  /** False: the twin without idempotency keys, where each call moves money again. */
  readonly idempotent: boolean
}

/**
 * What payment promises in its contract, with the provider's ledger in it. What it holds survives
 * any crash.
 */
export class PaymentModel {
  readonly payments = new Map<string, ModelPayment>()
  /** While true the provider answers nothing new. */
  silent = false
  readonly #idempotent: boolean

  constructor({ idempotent }: PaymentModelOptions = { idempotent: true }) {
    this.#idempotent = idempotent
  }

  /** The buyer completes the challenge, or a silent provider finds its voice. */
  decide(paymentId: string, status: PaymentStatus = PaymentStatus.AUTHORIZED): void {
    const payment = this.#get(paymentId)
    if (isUndecided(payment)) payment.status = status
  }

  /** A payment method that takes the money without asking anybody, if it was ever told of it. */
  takeMoney(paymentId: string): void {
    const payment = this.#get(paymentId)
    if (payment.token !== '' && payment.status !== PaymentStatus.CAPTURED) this.#take(payment)
  }

  client(): PaymentClient {
    return {
      authorize: async (request) => {
        const { paymentId = '', bookingId = '', token = '', amountMinor = 0n } = request
        if (token === 'tok_unknown') throw new DomainError('invalid', 'invalid_token', 'no card')
        const known = this.payments.get(paymentId)
        const terms = { paymentId, bookingId, token, amountMinor: Number(amountMinor) }
        const payment = known ?? this.#open(terms)
        return create(AuthorizeResponseSchema, { payment: message(payment) })
      },
      listProviders: async () => create(ListProvidersResponseSchema, { names: ['sandbox'] }),
      capture: async ({ paymentId = '' }) => {
        const payment = this.#capture(this.#get(paymentId))
        return create(CaptureResponseSchema, { payment: message(payment) })
      },
      void: async ({ paymentId = '' }) => {
        const payment = this.#void(this.payments.get(paymentId) ?? this.#forestall(paymentId))
        return create(VoidResponseSchema, { payment: message(payment) })
      },
      refund: async ({ paymentId = '', refundId = '', amountMinor = 0n }) => {
        const payment = this.#get(paymentId)
        const done = this.#refund(payment, refundId, Number(amountMinor))
        return create(RefundResponseSchema, { payment: message(payment), done })
      },
      getPayment: async ({ paymentId = '' }) => {
        const payment = this.#get(paymentId)
        return create(GetPaymentResponseSchema, { payment: message(payment) })
      },
    }
  }

  #open(terms: Terms): ModelPayment {
    const status = this.silent ? PaymentStatus.PROCESSING : firstStatus(terms.token)
    const payment = this.#add(terms, status)
    if (terms.token === 'tok_at_once') this.#take(payment)
    return payment
  }

  #forestall(paymentId: string): ModelPayment {
    const terms = { paymentId, bookingId: '', token: '', amountMinor: 0 }
    return this.#add(terms, PaymentStatus.VOIDED)
  }

  #add(terms: Terms, status: PaymentStatus): ModelPayment {
    const none = { captures: 0, capturedMinor: 0, refunds: new Map(), refundedMinor: 0 }
    const payment: ModelPayment = { ...terms, status, ...none }
    this.payments.set(terms.paymentId, payment)
    return payment
  }

  #capture(payment: ModelPayment): ModelPayment {
    const again = payment.status === PaymentStatus.CAPTURED && !this.#idempotent
    if (this.silent || (payment.status !== PaymentStatus.AUTHORIZED && !again)) return payment
    if (payment.token === 'tok_uncapturable') payment.status = PaymentStatus.CAPTURE_FAILED
    else this.#take(payment)
    return payment
  }

  #take(payment: ModelPayment): void {
    payment.status = PaymentStatus.CAPTURED
    payment.captures += 1
    payment.capturedMinor += payment.amountMinor
  }

  #void(payment: ModelPayment): ModelPayment {
    const settled =
      payment.status === PaymentStatus.CAPTURED || payment.status === PaymentStatus.DECLINED
    if (!settled && !this.silent) payment.status = PaymentStatus.VOIDED
    return payment
  }

  #refund(payment: ModelPayment, refundId: string, amountMinor: number): boolean {
    if (payment.status !== PaymentStatus.CAPTURED) {
      throw new DomainError('conflict', 'payment_not_captured', 'nothing was captured')
    }
    if (this.silent) return false
    if (payment.refunds.has(refundId) && this.#idempotent) return true
    if (this.#idempotent && payment.refundedMinor + amountMinor > payment.capturedMinor) {
      throw new DomainError('conflict', 'refund_exceeds_capture', 'more than was captured')
    }
    payment.refunds.set(refundId, amountMinor)
    payment.refundedMinor += amountMinor
    return true
  }

  #get(paymentId: string): ModelPayment {
    const payment = this.payments.get(paymentId)
    if (!payment) throw new DomainError('not_found', 'payment_not_found', 'no such payment')
    return payment
  }
}

export function isUndecided({ status }: ModelPayment): boolean {
  return status === PaymentStatus.PROCESSING || status === PaymentStatus.CHALLENGE
}

function firstStatus(token: string): PaymentStatus {
  switch (token) {
    case 'tok_declined':
      return PaymentStatus.DECLINED
    case 'tok_challenge':
      return PaymentStatus.CHALLENGE
    case 'tok_silent':
      return PaymentStatus.PROCESSING
    default:
      return PaymentStatus.AUTHORIZED
  }
}

function message(payment: ModelPayment) {
  const { paymentId, bookingId, status, amountMinor, refundedMinor } = payment
  return {
    paymentId,
    bookingId,
    status,
    amountMinor: BigInt(amountMinor),
    refundedMinor: BigInt(refundedMinor),
    currency: 'EUR',
    declineCode: status === PaymentStatus.DECLINED ? 'insufficient_funds' : '',
    challengeUrl: status === PaymentStatus.CHALLENGE ? 'https://bank.example/challenge' : '',
  }
}
