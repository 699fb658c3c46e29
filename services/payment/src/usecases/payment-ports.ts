import type { Clock } from '@usher/kernel'
import type { PaymentProvider } from '../ports/payment-provider.ts'
import type { PaymentStore } from '../ports/payment-store.ts'
import type { WebhookInbox } from '../ports/webhook-inbox.ts'
import type { PaymentTurns } from './payment-turns.ts'

/** What the use cases need of the world. */
export interface PaymentPorts {
  readonly payments: PaymentStore
  readonly inbox: WebhookInbox
  readonly providers: ReadonlyMap<string, PaymentProvider>
  readonly turns: PaymentTurns
  readonly clock: Clock
}
