import { DomainError } from '@usher/kernel'
import type { WebhookHeaders, WebhookMessage } from '../../ports/payment-provider.ts'
import { verifyWebhook } from './webhook-signature.ts'

/** Of the kinds of messages there may be, this one is about a payment. */
export const PAYMENT_UPDATED = 'payment.updated'

/** Verifies and reads. Throws unauthenticated / invalid_signature, invalid / malformed_webhook. */
export function readWebhook(
  trust: { secrets: readonly string[]; nowMs: number },
  rawBody: Uint8Array,
  headers: WebhookHeaders,
): WebhookMessage {
  verifyWebhook(trust, rawBody, headers)
  const message = parse(rawBody)
  if (typeof message?.['id'] !== 'string') throw malformed()
  const paymentId = message['type'] === PAYMENT_UPDATED ? message['payment_id'] : ''
  if (typeof paymentId !== 'string') throw malformed()
  return { deliveryId: message['id'], paymentId }
}

function parse(rawBody: Uint8Array): Record<string, unknown> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(rawBody)
    const message: unknown = JSON.parse(text)
    return typeof message === 'object' && message !== null ? { ...message } : undefined
  } catch (cause) {
    throw malformed(cause)
  }
}

function malformed(cause?: unknown): DomainError {
  return new DomainError('invalid', 'malformed_webhook', 'not a webhook of ours', {}, cause)
}
