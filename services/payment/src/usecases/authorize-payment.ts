import { missingToken, paymentReused } from '../domain/errors.ts'
import {
  isForestalled,
  isFree,
  isUndecided,
  openPayment,
  type Payment,
  type PaymentTerms,
} from '../domain/payment.ts'
import { authorizeKey } from '../domain/provider-keys.ts'
import { answerOf, keep, look, providerNamed, UNKNOWN } from './ask-provider.ts'
import type { PaymentPorts } from './payment-ports.ts'

export interface AuthorizeRequest extends PaymentTerms {
  /**
   * The provider's name for the card. Passed on and forgotten; empty: only ask how a known payment
   * stands.
   */
  readonly token: string
}

/** What a payment of nothing may name as its provider, beside the real ones. */
export const FREE_PROVIDER = 'free'

/**
 * Sets the money aside. The outcome is the payment's status; PROCESSING when it is not known yet. A
 * repeat asks the provider first and calls it again, with the same key, only when it knows of
 * nothing. A payment that was voided beforehand is answered VOIDED, and nothing is asked. Throws
 * invalid / unknown_provider, invalid / missing_token, conflict / payment_reused.
 */
export function authorizePayment(ports: PaymentPorts, request: AuthorizeRequest): Promise<Payment> {
  let isNew = seemsNew(ports, request)
  return ports.turns.take(request.paymentId, async () => {
    const known = isNew ? undefined : await ports.payments.get(request.paymentId)
    isNew = false
    return known ? goOn(ports, known, request) : begin(ports, request)
  })
}

/**
 * Most are, and need not be looked for: one that is there is in the way of another first version,
 * and the step is taken again.
 */
function seemsNew({ payments, providers }: PaymentPorts, request: AuthorizeRequest): boolean {
  const { paymentId, provider, token } = request
  return token !== '' && providers.has(provider) && !payments.seen(paymentId)
}

async function begin(ports: PaymentPorts, request: AuthorizeRequest): Promise<Payment> {
  if (isFree(request)) return openFree(ports, request)
  providerNamed(ports, request.provider)
  if (request.token === '') throw missingToken()
  const opened = openPayment(request, ports.clock.nowMs())
  await ports.payments.save(opened)
  return call(ports, opened, request.token)
}

async function openFree(ports: PaymentPorts, request: AuthorizeRequest): Promise<Payment> {
  if (request.provider !== FREE_PROVIDER) providerNamed(ports, request.provider)
  const opened = openPayment(request, ports.clock.nowMs())
  const payment: Payment = { ...opened, status: 'AUTHORIZED', providerRef: FREE_PROVIDER }
  await ports.payments.save(payment)
  return payment
}

async function goOn(
  ports: PaymentPorts,
  payment: Payment,
  request: AuthorizeRequest,
): Promise<Payment> {
  if (isForestalled(payment)) return payment
  requireSameTerms(payment, request)
  if (!isUndecided(payment)) return payment
  const report = await look(ports, payment)
  if (report === UNKNOWN) return payment
  if (report !== undefined) return keep(ports, payment, report)
  return request.token === '' ? payment : call(ports, payment, request.token)
}

async function call(ports: PaymentPorts, payment: Payment, token: string): Promise<Payment> {
  const { paymentId, bookingId, amountMinor, currency } = payment
  const key = authorizeKey(paymentId)
  const provider = providerNamed(ports, payment.provider)
  const request = { key, paymentId, bookingId, token, amountMinor, currency }
  const report = await answerOf(provider.authorize(request))
  return report === UNKNOWN ? payment : keep(ports, payment, report)
}

function requireSameTerms(payment: Payment, request: AuthorizeRequest): void {
  for (const field of ['bookingId', 'provider', 'amountMinor', 'currency'] as const) {
    if (payment[field] !== request[field]) throw paymentReused(payment.paymentId, wire[field])
  }
}

const wire = {
  bookingId: 'booking_id',
  provider: 'provider',
  amountMinor: 'amount_minor',
  currency: 'currency',
} as const
