import { DomainError, type PaymentId } from '@usher/kernel'
import type { Payment } from '../domain/payment.ts'
import { unknownOutcome } from '../domain/errors.ts'
import type { WebhookHeaders, WebhookMessage } from '../ports/payment-provider.ts'
import { keep, look, providerNamed, UNKNOWN } from './ask-provider.ts'
import type { PaymentPorts } from './payment-ports.ts'

export interface WebhookRequest {
  readonly provider: string
  readonly rawBody: Uint8Array
  readonly headers: WebhookHeaders
}

export interface WebhookResult {
  /** False for a repeat, and for a message that concerns no payment of ours. */
  readonly applied: boolean
  /** Also told for a repeat: whoever goes on from here may have failed the first time. */
  readonly payment?: Payment
}

/** Ample: the largest messages of Stripe are some tens of kilobytes. */
export const WEBHOOK_BODY_BYTES_MAX = 256 * 1024

/**
 * Takes a webhook as a hint: fetches the payment from the provider again, then records the
 * delivery. A delivery whose effect failed is not recorded and answers unavailable, so that the
 * provider's repeat converges. Throws invalid / unknown_provider, invalid / body_too_large,
 * unauthenticated / invalid_signature.
 */
export async function handleWebhook(
  ports: PaymentPorts,
  request: WebhookRequest,
): Promise<WebhookResult> {
  const provider = providerNamed(ports, request.provider)
  requireSize(request.rawBody)
  const message = await provider.parseWebhook(request.rawBody, request.headers)
  if (message.paymentId === '') return { applied: false }
  const paymentId = message.paymentId as PaymentId
  return ports.turns.take(paymentId, () => apply(ports, request.provider, paymentId, message))
}

async function apply(
  ports: PaymentPorts,
  provider: string,
  paymentId: PaymentId,
  { deliveryId }: WebhookMessage,
): Promise<WebhookResult> {
  const payment = await ports.payments.get(paymentId)
  // Another installation may share the provider's account.
  if (!payment || payment.provider !== provider) return { applied: false }
  if (await ports.inbox.has({ provider, deliveryId })) return { applied: false, payment }
  const next = await fetched(ports, payment)
  const receivedAtMs = ports.clock.nowMs()
  const applied = await ports.inbox.record({ provider, deliveryId, paymentId, receivedAtMs })
  return { applied, payment: next }
}

async function fetched(ports: PaymentPorts, payment: Payment): Promise<Payment> {
  const report = await look(ports, payment)
  if (report === UNKNOWN || report === undefined) {
    throw unknownOutcome('provider_unavailable', { payment_id: payment.paymentId })
  }
  return keep(ports, payment, report)
}

function requireSize(rawBody: Uint8Array): void {
  if (rawBody.byteLength <= WEBHOOK_BODY_BYTES_MAX) return
  throw new DomainError('invalid', 'body_too_large', 'the webhook is too large', {
    limit_bytes: WEBHOOK_BODY_BYTES_MAX,
  })
}
