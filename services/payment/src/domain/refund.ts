import type { RefundId } from '@usher/kernel'

/**
 * PENDING until the provider answers; then DONE, or FAILED when it refuses. A refund that was DONE
 * may still fail.
 */
export type RefundStatus = 'PENDING' | 'DONE' | 'FAILED'

export interface Refund {
  readonly refundId: RefundId
  readonly amountMinor: number
  readonly reason: string
  readonly status: RefundStatus
}

export interface RefundTerms {
  readonly refundId: RefundId
  readonly amountMinor: number
  readonly reason: string
}
