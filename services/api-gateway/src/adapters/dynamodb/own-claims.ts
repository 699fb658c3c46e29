import type { Job } from '@usher/kernel'
import { updateItem } from '@usher/stores/dynamodb/item-access'
import { secondsOf } from '@usher/stores/dynamodb/seconds'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { idempotencyTable } from './table-descriptions.ts'

/** The time until which a claim lasts that was abandoned. */
export const ENDED = 0

const RENEW_EVERY_MS = 2000
/** Most requests are answered before this part of a claim has gone: these are never renewed. */
const RENEWED_FROM = 0.4
const RENEWED_AT_ONCE = 50

export interface OwnClaim {
  readonly claimId: string
  readonly untilMs: number
}

/** The claims of this process, by request. They last as long as somebody runs `renewal`. */
export class OwnClaims {
  readonly #needs: StoreNeeds
  readonly #claims = new Map<string, OwnClaim>()
  /** So long a claim lasts without being renewed. */
  readonly lastMs: number
  readonly renewal: Job = {
    name: 'renew-idempotency-claims',
    everyMs: RENEW_EVERY_MS,
    run: () => this.#renew(),
  }

  constructor(needs: StoreNeeds, lastMs: number) {
    this.#needs = needs
    this.lastMs = lastMs
  }

  add(requestId: string, claim: OwnClaim): void {
    this.#claims.set(requestId, claim)
  }

  idOf(requestId: string): string | undefined {
    return this.#claims.get(requestId)?.claimId
  }

  delete(requestId: string): void {
    this.#claims.delete(requestId)
  }

  async #renew(): Promise<void> {
    const oldMs = this.#needs.clock.nowMs() + this.lastMs * (1 - RENEWED_FROM)
    const old = [...this.#claims].filter(([, { untilMs }]) => untilMs <= oldMs)
    for (let from = 0; from < old.length; from += RENEWED_AT_ONCE) {
      const some = old.slice(from, from + RENEWED_AT_ONCE)
      await Promise.all(some.map(([requestId, { claimId }]) => this.#renewOne(requestId, claimId)))
    }
  }

  /** Of no effect on one that has ended meanwhile, here or there. */
  async #renewOne(requestId: string, claimId: string): Promise<void> {
    const untilMs = this.#needs.clock.nowMs() + this.lastMs
    const { kind } = await updateItem(this.#needs, {
      TableName: this.#needs.dynamodb.table(idempotencyTable.name),
      Key: { request_id: requestId },
      UpdateExpression: 'SET claimed_until = :until',
      ConditionExpression:
        'claim_id = :mine AND claimed_until > :ended AND attribute_not_exists(answer)',
      ExpressionAttributeValues: {
        ':until': secondsOf(untilMs),
        ':mine': claimId,
        ':ended': ENDED,
      },
    })
    if (kind === 'done' && this.idOf(requestId) === claimId)
      this.add(requestId, { claimId, untilMs })
  }
}
