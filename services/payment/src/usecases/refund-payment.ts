import { DomainError, type PaymentId, type RefundId } from '@usher/kernel'
import { isFree, isOpen, type Payment } from '../domain/payment.ts'
import { refundKey } from '../domain/provider-keys.ts'
import { addRefund, findRefund, settleRefund } from '../domain/payment-refunds.ts'
import type { Refund, RefundStatus } from '../domain/refund.ts'
import {
  answerOf,
  callFor,
  paymentNamed,
  providerNamed,
  refreshed,
  UNKNOWN,
} from './ask-provider.ts'
import type { PaymentPorts } from './payment-ports.ts'

export interface RefundRequest {
  readonly paymentId: PaymentId
  readonly refundId: RefundId
  readonly amountMinor: number
  readonly reason: string
}

export interface RefundResult {
  readonly payment: Payment
  /** False while the provider has not answered; ask again. */
  readonly done: boolean
}

/**
 * Gives captured money back, once for each refund_id. The refund is written before the call, so
 * that refunds under way count against the capture. Throws conflict / refund_exceeds_capture,
 * payment_not_captured, refund_reused, and conflict / refund_failed when the provider refused it
 * for good: that one needs a person.
 */
export function refundPayment(ports: PaymentPorts, request: RefundRequest): Promise<RefundResult> {
  return ports.turns.take(request.paymentId, async () => {
    const payment = await paymentNamed(ports, request.paymentId)
    if (isFree(payment) && request.amountMinor === 0) return { payment, done: true }
    requireAmount(request)
    const recorded = await record(ports, payment, request)
    const settled = await settle(ports, recorded, request.refundId)
    return { payment: settled, done: statusOf(settled, request.refundId) === 'DONE' }
  })
}

async function record(
  ports: PaymentPorts,
  payment: Payment,
  request: RefundRequest,
): Promise<Payment> {
  const known = findRefund(payment, request.refundId)
  if (known) return requireSame(payment, known, request)
  const { refundId, amountMinor, reason } = request
  const current = isOpen(payment) ? await refreshed(ports, payment) : payment
  const next = addRefund(current, { refundId, amountMinor, reason }, ports.clock.nowMs())
  await ports.payments.save(next)
  return next
}

async function settle(ports: PaymentPorts, payment: Payment, refundId: RefundId): Promise<Payment> {
  const refund = findRefund(payment, refundId)
  if (!refund || refund.status === 'DONE') return payment
  if (refund.status === 'FAILED') throw refundFailed(payment, refund)
  const status = await askForRefund(ports, payment, refund)
  if (status === UNKNOWN || status === 'PENDING') return payment
  const next = settleRefund(payment, { refundId, status }, ports.clock.nowMs())
  await ports.payments.save(next)
  if (status === 'FAILED') throw refundFailed(next, refund)
  return next
}

/**
 * A refund that exceeds what the provider has left can never succeed: it is FAILED, which frees its
 * share.
 */
async function askForRefund(
  ports: PaymentPorts,
  payment: Payment,
  { refundId, amountMinor }: Refund,
): Promise<RefundStatus | typeof UNKNOWN> {
  const call = callFor(payment, refundKey(payment.paymentId, refundId))
  const provider = providerNamed(ports, payment.provider)
  try {
    return await answerOf(provider.refund({ ...call, refundId, refundMinor: amountMinor }))
  } catch (error) {
    if (error instanceof DomainError && error.code === 'refund_exceeds_capture') return 'FAILED'
    throw error
  }
}

function statusOf(payment: Payment, refundId: RefundId): RefundStatus | undefined {
  return findRefund(payment, refundId)?.status
}

function requireAmount({ amountMinor }: RefundRequest): void {
  if (Number.isSafeInteger(amountMinor) && amountMinor > 0) return
  const facts = { field: 'amount_minor', amount_minor: amountMinor }
  throw new DomainError('invalid', 'invalid_amount', 'a refund is a positive amount', facts)
}

function requireSame(payment: Payment, known: Refund, request: RefundRequest): Payment {
  if (known.amountMinor === request.amountMinor) return payment
  const facts = {
    payment_id: payment.paymentId,
    refund_id: request.refundId,
    field: 'amount_minor',
  }
  throw new DomainError('conflict', 'refund_reused', 'this refund_id had another amount', facts)
}

function refundFailed(payment: Payment, { refundId, amountMinor }: Refund): DomainError {
  const facts = { payment_id: payment.paymentId, refund_id: refundId, amount_minor: amountMinor }
  return new DomainError('conflict', 'refund_failed', 'the provider refused the refund', facts)
}
