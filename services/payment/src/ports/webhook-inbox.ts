import type { PaymentId } from '@usher/kernel'

/** A webhook that has had its effect. */
export interface WebhookDelivery {
  readonly provider: string
  readonly deliveryId: string
  readonly paymentId: PaymentId
  readonly receivedAtMs: number
}

/**
 * Remembers deliveries past a provider's last repeat. A durable record and not a cache: a cache
 * forgets under load.
 */
export interface WebhookInbox {
  /** True when the delivery is recorded. */
  has(name: { provider: string; deliveryId: string }): Promise<boolean>
  /**
   * Durable when it resolves. True for the first of (provider, deliveryId), false for each repeat.
   */
  record(delivery: WebhookDelivery): Promise<boolean>
  /**
   * Forgets at most `limit` deliveries received before `beforeMs`, oldest first; answers how many.
   * A store that forgets by itself answers none.
   */
  prune(options: { beforeMs: number; limit: number }): Promise<number>
}
