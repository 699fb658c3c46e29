import { DomainError } from '@usher/kernel'
import { paymentNotFound, unknownProvider } from '../domain/errors.ts'
import { observe, type Payment, type Report } from '../domain/payment.ts'
import type { PaymentCall, PaymentProvider } from '../ports/payment-provider.ts'
import type { PaymentPorts } from './payment-ports.ts'

export const UNKNOWN = 'unknown'

/**
 * The provider's answer, or UNKNOWN when it may or may not have acted: then nothing is concluded.
 */
export async function answerOf<Answer>(call: Promise<Answer>): Promise<Answer | typeof UNKNOWN> {
  try {
    return await call
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'unavailable') return UNKNOWN
    throw error
  }
}

/**
 * Keeps what the provider reported. AUTHORIZED is only noted: it is the hot path, and a crash costs
 * one question to the provider, as PROCESSING with a known key is all that is needed to ask it.
 */
export async function keep(
  { payments, clock }: PaymentPorts,
  payment: Payment,
  report: Report,
): Promise<Payment> {
  const next = observe(payment, report, clock.nowMs())
  if (next === payment) return payment
  if (next.status === 'AUTHORIZED') await payments.note(next)
  else await payments.save(next)
  return next
}

/**
 * Asks the provider how the payment stands; UNKNOWN when it did not say, undefined when it knows
 * nothing of it.
 */
export function look(
  ports: PaymentPorts,
  payment: Payment,
): Promise<Report | undefined | typeof UNKNOWN> {
  const provider = providerNamed(ports, payment.provider)
  return answerOf(provider.retrieve(callFor(payment, `${payment.paymentId}:retrieve`)))
}

/** The payment as the provider has it now; unchanged when the provider did not say. */
export async function refreshed(ports: PaymentPorts, payment: Payment): Promise<Payment> {
  const report = await look(ports, payment)
  return report === undefined || report === UNKNOWN ? payment : keep(ports, payment, report)
}

export function callFor(payment: Payment, key: string): PaymentCall {
  const { paymentId, bookingId, providerRef, amountMinor, currency, createdAtMs } = payment
  return { key, paymentId, bookingId, providerRef, amountMinor, currency, createdAtMs }
}

/** Throws invalid / unknown_provider with the names that are known. */
export function providerNamed({ providers }: PaymentPorts, name: string): PaymentProvider {
  const provider = providers.get(name)
  if (!provider) throw unknownProvider(name, [...providers.keys()])
  return provider
}

/** Throws not_found / payment_not_found. */
export async function paymentNamed(
  { payments }: PaymentPorts,
  paymentId: Payment['paymentId'],
): Promise<Payment> {
  const payment = await payments.get(paymentId)
  if (!payment) throw paymentNotFound(paymentId)
  return payment
}
