import type { Clock, Random } from '@usher/kernel'
import type { SandboxSettings, StripeSettings } from '../config.ts'
import type { PaymentProvider } from '../ports/payment-provider.ts'
import { httpWebhookSender } from './sandbox/http-webhook-sender.ts'
import { Sandbox } from './sandbox/sandbox.ts'
import type { SandboxLedger } from './sandbox/sandbox-ledger.ts'
import type { WebhookSender } from './sandbox/webhook-sender.ts'

export interface ProviderNeeds {
  readonly sandbox: SandboxSettings
  readonly stripe: StripeSettings
  /** The sandbox's books. */
  readonly ledger: SandboxLedger
  /** How webhooks of the sandbox reach us when no URL is configured. */
  readonly sender: WebhookSender
  /** Where buyers reach the platform. */
  readonly publicUrl: () => string
  readonly clock: Clock
  readonly random: Random
}

export interface PaymentProviders {
  readonly providers: ReadonlyMap<string, PaymentProvider>
  readonly sandbox: Sandbox | undefined
}

const SECRET_BYTES = 32

/** The providers that the configuration names. Stripe's library is loaded only where it is used. */
export async function paymentProviders(needs: ProviderNeeds): Promise<PaymentProviders> {
  const providers = new Map<string, PaymentProvider>()
  const sandbox = needs.sandbox.offered === 'on' ? openSandbox(needs) : undefined
  if (sandbox) providers.set('sandbox', sandbox)
  if (needs.stripe.secretKey !== '') {
    const { StripeProvider } = await import('./stripe/stripe-provider.ts')
    providers.set('stripe', new StripeProvider(needs, needs.stripe))
  }
  return { providers, sandbox }
}

function openSandbox({ sandbox, ledger, clock, random, ...needs }: ProviderNeeds): Sandbox {
  const { webhookUrl, webhookSecrets } = sandbox
  const sender = webhookUrl === '' ? needs.sender : httpWebhookSender(webhookUrl)
  const { publicUrl } = needs
  return new Sandbox(
    { ledger, sender, clock, random },
    {
      webhookSecrets: signing(webhookSecrets) ?? [drawnSecret(random)],
      challengeUrl: (id) => `${publicUrl()}/v1/sandbox/challenges/${id}`,
    },
  )
}

function signing([first, ...others]: readonly string[]): [string, ...string[]] | undefined {
  return first === undefined ? undefined : [first, ...others]
}

/**
 * The bank and we are one process: the secret between them need not outlive it, for unsent webhooks
 * are signed when sent. With several processes one must be configured.
 */
function drawnSecret(random: Random): string {
  return Buffer.from(random.bytes(SECRET_BYTES)).toString('hex')
}
