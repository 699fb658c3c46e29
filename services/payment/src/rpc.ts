import { PaymentStatus, type PaymentSchema, type PaymentService } from '@usher/contracts'
import type { MessageInitShape } from '@bufbuild/protobuf'
import { DomainError, isId, money, parseCurrency, parseId, type PaymentId } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import type { Payment } from './domain/payment.ts'
import { refundedMinor } from './domain/payment-refunds.ts'
import { authorizePayment } from './usecases/authorize-payment.ts'
import { capturePayment } from './usecases/capture-payment.ts'
import { getPayment } from './usecases/get-payment.ts'
import { handleWebhook } from './usecases/handle-webhook.ts'
import type { PaymentPorts } from './usecases/payment-ports.ts'
import { refundPayment } from './usecases/refund-payment.ts'
import { voidPayment } from './usecases/void-payment.ts'

/** The page that a real bank has of its own. */
export interface Challenges {
  completeChallenge(challengeId: string, outcome: 'approve' | 'refuse'): Promise<void>
}

/** Proto to domain words and back; no rules. */
export function paymentHandlers(
  ports: PaymentPorts,
  challenges: Challenges | undefined,
): Handlers<typeof PaymentService> {
  const named = ({ paymentId }: { paymentId: string }) => parseId('payment', paymentId)
  return {
    authorize: async (request) => {
      const terms = {
        paymentId: named(request),
        bookingId: parseId('booking', request.bookingId),
        provider: shortText('provider', request.provider),
        token: shortText('token', request.token),
        ...money(safeMinor(request.amountMinor), parseCurrency(request.currency)),
      }
      return { payment: toMessage(await authorizePayment(ports, terms)) }
    },
    capture: async (request) => ({
      payment: toMessage(await capturePayment(ports, named(request))),
    }),
    void: async (request) => ({ payment: toMessage(await voidPayment(ports, named(request))) }),
    refund: async (request) => {
      const { payment, done } = await refundPayment(ports, {
        paymentId: named(request),
        refundId: parseId('refund', request.refundId),
        amountMinor: safeMinor(request.amountMinor),
        reason: shortText('reason', request.reason),
      })
      return { payment: toMessage(payment), done }
    },
    getPayment: async (request) => {
      const query = { paymentId: named(request), refresh: request.refresh }
      return { payment: toMessage(await getPayment(ports, query)) }
    },
    getPayments: async ({ paymentIds }) => {
      const found = await ports.payments.many(paymentIdsOf(paymentIds))
      return { payments: found.map(toMessage) }
    },
    listProviders: async () => ({ names: [...ports.providers.keys()] }),
    handleWebhook: async ({ provider, rawBody, headers }) => {
      const { applied, payment } = await handleWebhook(ports, { provider, rawBody, headers })
      return { applied, paymentId: payment?.paymentId ?? '', bookingId: payment?.bookingId ?? '' }
    },
    completeSandboxChallenge: async ({ challengeId, outcome }) => {
      if (outcome !== 'approve' && outcome !== 'refuse') throw noOutcome(outcome)
      if (!challenges) throw noSandbox()
      await challenges.completeChallenge(challengeId, outcome)
      return {}
    },
  }
}

function noOutcome(outcome: string): DomainError {
  const message = 'a challenge ends with approve or refuse'
  return new DomainError('invalid', 'invalid_field', message, { outcome: outcome.slice(0, 50) })
}

function noSandbox(): DomainError {
  return new DomainError('not_found', 'challenge_not_found', 'no sandbox takes payments here')
}

function toMessage(payment: Payment): MessageInitShape<typeof PaymentSchema> {
  return {
    paymentId: payment.paymentId,
    bookingId: payment.bookingId,
    provider: payment.provider,
    providerRef: payment.providerRef,
    amountMinor: BigInt(payment.amountMinor),
    currency: payment.currency,
    status: PaymentStatus[payment.status],
    declineCode: payment.declineCode,
    challengeUrl: payment.challengeUrl,
    refundedMinor: BigInt(refundedMinor(payment)),
    createdAtMs: BigInt(payment.createdAtMs),
    updatedAtMs: BigInt(payment.updatedAtMs),
  }
}

/** An int64 that a number can hold; `money` says what is wrong with the others. */
function safeMinor(amountMinor: bigint): number {
  const amount = Number(amountMinor)
  if (Number.isSafeInteger(amount) && amount >= 0) return amount
  throw new DomainError('invalid', 'invalid_amount', 'an amount is a whole number of minor units', {
    amount_minor: String(amountMinor),
  })
}

/** One page of what may be asked for at once. */
const MANY_MAX = 100

/** What cannot be a payment's id names none. */
function paymentIdsOf(texts: readonly string[]): readonly PaymentId[] {
  if (texts.length <= MANY_MAX) return texts.filter((text) => isId('payment', text))
  const facts = { field: 'payment_ids', limit: MANY_MAX }
  throw new DomainError('invalid', 'too_many', 'too many payments at once', facts)
}

/** Longer than any provider's token, shorter than an attack. */
const TEXT_CHARS_MAX = 500

function shortText(field: string, text: string): string {
  if (text.length <= TEXT_CHARS_MAX) return text
  const facts = { field, limit: TEXT_CHARS_MAX }
  throw new DomainError('invalid', 'text_too_long', `${field} is too long`, facts)
}
