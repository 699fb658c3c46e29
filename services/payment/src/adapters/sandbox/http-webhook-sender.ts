import { DomainError } from '@usher/kernel'
import type { WebhookSender } from './webhook-sender.ts'

const TIMEOUT_MS = 10_000

/** Posts webhooks to `url`, which the operator configures. Follows no redirects. */
export function httpWebhookSender(url: string, timeoutMs = TIMEOUT_MS): WebhookSender {
  return {
    async send(rawBody, headers) {
      const response = await fetch(url, {
        method: 'POST',
        body: rawBody.slice(),
        headers: { ...headers, 'content-type': 'application/json' },
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      await response.body?.cancel()
      if (!response.ok) throw notTaken(response.status)
    },
  }
}

function notTaken(status: number): DomainError {
  return new DomainError('unavailable', 'webhook_not_taken', 'the webhook was not taken', {
    status,
  })
}
