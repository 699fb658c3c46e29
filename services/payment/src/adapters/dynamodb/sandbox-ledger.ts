import { DomainError, isDomainError, type PaymentId } from '@usher/kernel'
import { type Item, mergedItems, queryItems } from '@usher/stores/dynamodb/batch-reads'
import { DueShards } from '@usher/stores/dynamodb/due-shards'
import { dynamodbUnavailable } from '@usher/stores/dynamodb/dynamodb-errors'
import { deleteItem, getItem, putItem } from '@usher/stores/dynamodb/item-access'
import { jitteredWaitMs } from '@usher/stores/dynamodb/retry-refused'
import { transactRetried } from '@usher/stores/dynamodb/transact-retried'
import { NewestSeen } from '@usher/stores/memory/newest-seen'
import type { SandboxChange, SandboxDelivery, SandboxLedger } from '../sandbox/sandbox-ledger.ts'
import type { SandboxPayment } from '../sandbox/sandbox-payment.ts'
import { listByPayment, paymentKey } from './payment-key.ts'
import {
  DUE_SHARDS,
  noPayment,
  putDelivery,
  type StoredPayment,
  sandboxActions,
  storedPayment,
} from './sandbox-items.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import {
  sandboxChallengesTable,
  sandboxDeliveriesTable,
  sandboxPaymentsTable,
} from './table-descriptions.ts'

/** How often a step is taken again because other processes changed the payment meanwhile. */
const ATTEMPTS_MAX = 20
/** Payments that are under way, half a kilobyte each. */
const SEEN_MAX = 20_000
/** A delivery that another process has left behind is late by so much at most. */
const QUIET_MS = 10_000

type Step = (payment: SandboxPayment | undefined) => SandboxChange | undefined

/** The sandbox bank's books in DynamoDB. Any number of processes may have one over its tables. */
export function dynamodbSandboxLedger(needs: StoreNeeds): SandboxLedger {
  return new DynamodbSandboxLedger(needs)
}

/**
 * Steps are conditional on the version that was read, or seen before: what was not is taken for
 * new, as most are. Those of one process wait for each other, which spares them most repeats. A
 * payment has a line while a step of it runs or waits.
 */
class DynamodbSandboxLedger implements SandboxLedger {
  readonly #needs: StoreNeeds
  readonly #lines = new Map<PaymentId, Promise<unknown>>()
  readonly #dueShards = new DueShards({ count: DUE_SHARDS, quietMs: QUIET_MS, dueAtMs })
  readonly #seen = new NewestSeen<PaymentId, StoredPayment>({ max: SEEN_MAX })

  constructor(needs: StoreNeeds) {
    this.#needs = needs
  }

  async get(paymentId: PaymentId): Promise<SandboxPayment | undefined> {
    return (await this.#stored(paymentId)).payment
  }

  update(paymentId: PaymentId, step: Step): Promise<SandboxPayment | undefined> {
    const before = this.#lines.get(paymentId) ?? Promise.resolve()
    const updated = before.then(() => this.#update(paymentId, step))
    const line = updated.then(leave, leave)
    const lines = this.#lines.set(paymentId, line)
    return updated

    function leave(): void {
      if (lines.get(paymentId) === line) lines.delete(paymentId)
    }
  }

  async #update(paymentId: PaymentId, step: Step): Promise<SandboxPayment | undefined> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      const isGuess = attempt === 1
      const before = isGuess ? this.#lastSeen(paymentId) : await this.#stored(paymentId)
      const change = isGuess ? unrefused(step, before) : step(before.payment)
      if (!change && isGuess) continue
      if (!change) return before.payment
      if (await this.#write(before, change)) return change.payment
      await this.#needs.clock.sleep(jitteredWaitMs(this.#needs, attempt))
    }
    const facts = { payment_id: paymentId }
    throw new DomainError('unavailable', 'payment_busy', 'too many calls for one payment', facts)
  }

  /** False when somebody has changed the payment meanwhile. */
  async #write(before: StoredPayment, change: SandboxChange): Promise<boolean> {
    const { payment, delivery } = change
    if (delivery) this.#dueShards.expect(delivery.deliveryId, delivery.dueAtMs)
    this.#seen.forget(payment.paymentId)
    const result = await transactRetried(this.#needs, () =>
      sandboxActions(this.#needs, before, change),
    )
    if (result.kind === 'unknown') throw dynamodbUnavailable(result.error)
    if (result.kind === 'failed') return false
    this.#seen.see(payment.paymentId, { payment, version: before.version + 1 })
    return true
  }

  async challenged(challengeId: string): Promise<PaymentId | undefined> {
    const key = { challenge_id: challengeId }
    const item = await getItem(this.#needs, this.#table(sandboxChallengesTable), key)
    return item && (item['payment_id'] as PaymentId)
  }

  /** From an index, which lags behind by milliseconds: a webhook may come late, or twice. */
  async dueDeliveries({
    nowMs,
    limit,
  }: {
    nowMs: number
    limit: number
  }): Promise<readonly SandboxDelivery[]> {
    const queries = this.#dueShards.due(nowMs, (shard, untilMs) =>
      queryItems(this.#needs, {
        TableName: this.#table(sandboxDeliveriesTable),
        IndexName: 'due-index',
        KeyConditionExpression: 'due_shard = :shard AND due_at <= :until',
        ExpressionAttributeValues: { ':shard': shard, ':until': untilMs },
        Limit: limit,
      }),
    )
    const due: SandboxDelivery[] = []
    for await (const item of mergedItems(queries, byDueTime)) {
      due.push(item['sandbox_delivery'] as SandboxDelivery)
      if (due.length === limit) break
    }
    return due
  }

  async saveDelivery(delivery: SandboxDelivery): Promise<void> {
    this.#dueShards.expect(delivery.deliveryId, delivery.dueAtMs)
    await putItem(this.#needs, putDelivery(this.#needs, delivery))
  }

  async removeDelivery(deliveryId: string): Promise<void> {
    const key = { delivery_id: deliveryId }
    await deleteItem(this.#needs, this.#table(sandboxDeliveriesTable), key)
    this.#dueShards.settle(deliveryId)
  }

  async list(page: { after?: PaymentId; limit: number }): Promise<readonly SandboxPayment[]> {
    const items = await listByPayment(this.#needs, this.#table(sandboxPaymentsTable), page)
    return items.flatMap((item) => storedPayment(item).payment ?? [])
  }

  #lastSeen(paymentId: PaymentId): StoredPayment {
    return this.#seen.get(paymentId) ?? noPayment
  }

  async #stored(paymentId: PaymentId): Promise<StoredPayment> {
    const table = this.#table(sandboxPaymentsTable)
    const stored = storedPayment(await getItem(this.#needs, table, paymentKey(paymentId)))
    this.#seen.see(paymentId, stored)
    return stored
  }

  #table({ name }: { readonly name: string }): string {
    return this.#needs.dynamodb.table(name)
  }
}

/** A guess neither refuses nor answers: undefined then. */
function unrefused(step: Step, { payment }: StoredPayment): SandboxChange | undefined {
  try {
    return step(payment)
  } catch (refusal) {
    if (isDomainError(refusal)) return undefined
    throw refusal
  }
}

function dueAtMs(item: Item): number {
  return Number(item['due_at'])
}

function byDueTime(a: Item, b: Item): number {
  return dueAtMs(a) - dueAtMs(b)
}
