import type { PaymentService } from '@usher/contracts'
import type { Clock, Job, Random } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import { withDeadline } from './adapters/deadline/payment-provider.ts'
import type { PaymentConfig } from './config.ts'
import type { PaymentProvider } from './ports/payment-provider.ts'
import type { PaymentStore } from './ports/payment-store.ts'
import type { WebhookInbox } from './ports/webhook-inbox.ts'
import { type Challenges, paymentHandlers } from './rpc.ts'
import { PaymentTurns } from './usecases/payment-turns.ts'
import { pruneWebhooks } from './usecases/prune-webhooks.ts'

/** What a composition root passes. The keys of `providers` are what a buyer names. */
export interface PaymentAdapters {
  readonly payments: PaymentStore
  readonly inbox: WebhookInbox
  readonly providers: ReadonlyMap<string, PaymentProvider>
  /** Where the sandbox is one of the providers. */
  readonly challenges?: Challenges
  readonly clock: Clock
  readonly random: Random
}

export interface PaymentServer {
  readonly rpc: Handlers<typeof PaymentService>
  readonly jobs: readonly Job[]
  /** True when money can be asked for. */
  ready(): boolean
}

const PRUNE_EVERY_MS = 3_600_000

/** The payment service over these adapters. Opens nothing, starts nothing. */
export function createPayment(adapters: PaymentAdapters, config: PaymentConfig): PaymentServer {
  const { clock } = adapters
  const providers = new Map<string, PaymentProvider>()
  for (const [name, provider] of adapters.providers) {
    providers.set(name, withDeadline({ provider, clock }, config.providerDeadlineMs))
  }
  const ports = { ...adapters, providers, turns: new PaymentTurns() }
  const prune = async () => void (await pruneWebhooks(ports, config.webhookKeepMs))
  return {
    rpc: paymentHandlers(ports, adapters.challenges),
    jobs: [{ name: 'payment.prune_webhooks', everyMs: PRUNE_EVERY_MS, run: prune }],
    ready: () => providers.size > 0,
  }
}
