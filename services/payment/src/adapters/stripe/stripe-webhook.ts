import { DomainError } from '@usher/kernel'
import { Stripe } from 'stripe'
import { invalidSignature } from '../../domain/errors.ts'
import type { WebhookHeaders, WebhookMessage } from '../../ports/payment-provider.ts'

const SIGNATURE_HEADER = 'stripe-signature'
const TOLERANCE_SECONDS = 300
/**
 * Messages about a payment, its charge or its refunds. Each of these objects carries the metadata
 * we gave it.
 */
const paymentKinds = /^(payment_intent|charge|refund)\./

/** Verifies and reads. Throws unauthenticated / invalid_signature, invalid / malformed_webhook. */
export async function readStripeWebhook(
  trust: { webhooks: Stripe['webhooks']; secrets: readonly string[]; nowMs: number },
  rawBody: Uint8Array,
  headers: WebhookHeaders,
): Promise<WebhookMessage> {
  const header = headers[SIGNATURE_HEADER] ?? ''
  requireNotEarly(header, trust.nowMs)
  for (const secret of trust.secrets) {
    const event = await verified(trust, rawBody, { header, secret })
    if (event) return messageOf(event)
  }
  throw invalidSignature()
}

/** Stripe's own check lets a message from the future pass. */
function requireNotEarly(header: string, nowMs: number): void {
  const seconds = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(header)?.[1] ?? Number.NaN)
  if (!(seconds - nowMs / 1000 <= TOLERANCE_SECONDS)) throw invalidSignature()
}

async function verified(
  { webhooks, nowMs }: { webhooks: Stripe['webhooks']; nowMs: number },
  rawBody: Uint8Array,
  { header, secret }: { header: string; secret: string },
): Promise<Stripe.Event | undefined> {
  const body = Buffer.from(rawBody)
  try {
    return await webhooks.constructEventAsync(
      body,
      header,
      secret,
      TOLERANCE_SECONDS,
      undefined,
      nowMs,
    )
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return undefined
    throw new DomainError('invalid', 'malformed_webhook', 'not a webhook of Stripe', {}, error)
  }
}

function messageOf(event: Stripe.Event): WebhookMessage {
  const object: { metadata?: Record<string, string> | null } = event.data.object as never
  const concernsPayment = paymentKinds.test(event.type)
  const paymentId = concernsPayment ? (object.metadata?.['payment_id'] ?? '') : ''
  return { deliveryId: event.id, paymentId }
}
