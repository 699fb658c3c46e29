import { memoryTables } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import { paymentProviderContract } from '../../ports/payment-provider.contract.ts'
import { Sandbox } from './sandbox.ts'
import { totalsOf } from './sandbox-payment.ts'
import { tablesSandboxLedger } from './tables-sandbox-ledger.ts'
import { SIGNATURE_HEADER, signWebhook } from './webhook-signature.ts'

const secrets = { current: 'whsec_current', previous: 'whsec_previous', wrong: 'whsec_wrong' }

paymentProviderContract('sandbox', async () => {
  const clock = manualClock()
  const ledger = tablesSandboxLedger(memoryTables())
  const sender = { send: async () => undefined }
  const sandbox = new Sandbox(
    { ledger, sender, clock, random: seededRandom(1) },
    {
      webhookSecrets: [secrets.current, secrets.previous],
      challengeUrl: (id) => `http://shop.test/challenges/${id}`,
    },
  )
  return {
    provider: sandbox,
    tokens: {
      success: 'tok_success',
      decline: 'tok_decline',
      challenge: 'tok_challenge',
      captureFails: 'tok_capture_fails',
      lostAnswer: 'tok_timeout_after_success',
    },
    declineCode: 'card_declined',
    nowMs: () => clock.nowMs(),
    lapse: () => clock.advance(7 * 86_400_000),
    completeChallenge: ({ challengeUrl = '' }, outcome) =>
      sandbox.completeChallenge(challengeUrl.slice(challengeUrl.lastIndexOf('/') + 1), outcome),
    async moved({ paymentId }) {
      const payment = await ledger.get(paymentId)
      const none = { authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 }
      if (!payment) return none
      const { authorizedMinor, capturedMinor, refundedMinor } = totalsOf(payment, clock.nowMs())
      return { authorizedMinor, capturedMinor, refundedMinor }
    },
    webhook(paymentId, kind) {
      const type = kind === 'payment' ? 'payment.updated' : 'account.updated'
      return new TextEncoder().encode(JSON.stringify({ id: 'whd_1', type, payment_id: paymentId }))
    },
    sign: (rawBody, { secret, atMs }) => ({
      [SIGNATURE_HEADER]: signWebhook(rawBody, secrets[secret], atMs),
    }),
    close: async () => undefined,
  }
})
