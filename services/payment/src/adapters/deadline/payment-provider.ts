import type { Clock } from '@usher/kernel'
import { unknownOutcome } from '../../domain/errors.ts'
import type { PaymentProvider } from '../../ports/payment-provider.ts'

/**
 * The same provider, but no call takes longer than `deadlineMs`: after that its outcome is unknown
 * and it rejects with unavailable / provider_timeout, whatever the provider still does.
 */
export function withDeadline(
  { provider, clock }: { provider: PaymentProvider; clock: Clock },
  deadlineMs: number,
): PaymentProvider {
  const limit = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const expire = () => reject(unknownOutcome('provider_timeout', { deadline_ms: deadlineMs }))
    const cancel = clock.schedule(deadlineMs, expire)
    try {
      return await Promise.race([answer, late])
    } finally {
      cancel()
    }
  }
  return {
    authorize: (call) => limit(provider.authorize(call)),
    capture: (call) => limit(provider.capture(call)),
    void: (call) => limit(provider.void(call)),
    refund: (call) => limit(provider.refund(call)),
    retrieve: (call) => limit(provider.retrieve(call)),
    parseWebhook: (rawBody, headers) => provider.parseWebhook(rawBody, headers),
  }
}
