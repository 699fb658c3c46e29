import type { Clock, Random } from '@usher/kernel'
import type { PaymentProvider } from '@usher/payment'
import { Sandbox } from '@usher/payment/adapters/sandbox/sandbox'
import { httpWebhookSender } from '@usher/payment/adapters/sandbox/http-webhook-sender'
import { tablesSandboxLedger } from '@usher/payment/adapters/sandbox/tables-sandbox-ledger'
import type { WebhookSender } from '@usher/payment/adapters/sandbox/webhook-sender'
import type { Tables } from '@usher/stores'
import type { Decorators } from './compose-embedded.ts'
import type { EmbeddedConfig } from './settings.ts'

export interface ProviderNeeds {
  readonly tables: Tables
  readonly clock: Clock
  readonly random: Random
  readonly config: EmbeddedConfig
  /** Straight into this process. */
  readonly sender: WebhookSender
  /** Where buyers reach this server. */
  readonly publicUrl: () => string
  readonly decorators?: Decorators
}

export interface PaymentProviders {
  readonly providers: ReadonlyMap<string, PaymentProvider>
  readonly sandbox: Sandbox | undefined
}

const SECRET_BYTES = 32

/** The providers that the configuration names. Stripe's library is loaded only where it is used. */
export async function paymentProviders(needs: ProviderNeeds): Promise<PaymentProviders> {
  const { sandbox: sandboxSettings, stripe } = needs.config
  const providers = new Map<string, PaymentProvider>()
  const sandbox = sandboxSettings.offered === 'on' ? openSandbox(needs) : undefined
  if (sandbox) providers.set('sandbox', needs.decorators?.provider?.(sandbox) ?? sandbox)
  if (stripe.secretKey !== '') {
    const { StripeProvider } = await import('@usher/payment/adapters/stripe/stripe-provider')
    providers.set('stripe', new StripeProvider(needs, stripe))
  }
  return { providers, sandbox }
}

function openSandbox({ tables, clock, random, config, ...needs }: ProviderNeeds): Sandbox {
  const { webhookUrl, webhookSecrets } = config.sandbox
  const sender = webhookUrl === '' ? needs.sender : httpWebhookSender(webhookUrl)
  const { publicUrl } = needs
  return new Sandbox(
    { ledger: tablesSandboxLedger(tables), sender, clock, random },
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
 * are signed when sent.
 */
function drawnSecret(random: Random): string {
  return Buffer.from(random.bytes(SECRET_BYTES)).toString('hex')
}
