import type { Job } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { putItem, updateItem } from '@usher/stores/dynamodb/item-access'
import { secondsOf } from '@usher/stores/dynamodb/seconds'
import { newTransactionToken } from '@usher/stores/dynamodb/transact-retried'
import type {
  Claim,
  IdempotencyStore,
  KeyedRequest,
  StoredAnswer,
} from '../../ports/idempotency-store.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { ENDED, type OwnClaim, OwnClaims } from './own-claims.ts'
import { idempotencyTable } from './table-descriptions.ts'

// A request is unknown -> claimed -> answered or abandoned -> (past its ttl) unknown.
//                           claimed -> claimed for longer (renewed while its holder is at it)
//                           claimed -> (its time is over: the process has died) claimed by another
// Two who hold a claim one after the other do the same: what they do carries one operation id.

/** Times are seconds since the epoch, milliseconds as a fraction. */
interface RequestItem {
  readonly request_id: string
  readonly fingerprint: string
  /** Names the claim, so that its holder recognises it. */
  readonly claim_id: string
  readonly claimed_until: number
  readonly created_at: number
  readonly ttl: number
  /** Absent until it is answered for good. */
  readonly answer?: StoredAnswer
}

export interface IdempotencyOptions {
  /** So long an answer is given again. */
  readonly keepMs: number
  /** So long after the last renewal nobody else takes up what a process has claimed. */
  readonly claimMs?: number
}

/** A buyer who was cut off by a crash waits for it; two runs of `renewal` may fail within it. */
const CLAIM_MS = 10_000
/** An item holds 400 KB, and UTF-8 has at most three bytes for a unit of a string. */
const ANSWER_CHARS_MAX = 120_000

export interface RenewedIdempotencyStore extends IdempotencyStore {
  /** To be run as long as requests are answered. */
  readonly renewal: Job
}

/** Idempotency over DynamoDB. Any number of processes may have one over the same table. */
export function dynamodbIdempotencyStore(
  needs: StoreNeeds,
  options: IdempotencyOptions,
): RenewedIdempotencyStore {
  return new DynamodbIdempotencyStore(needs, options)
}

class DynamodbIdempotencyStore implements RenewedIdempotencyStore {
  readonly #needs: StoreNeeds
  readonly #keepMs: number
  readonly #claims: OwnClaims

  constructor(needs: StoreNeeds, { keepMs, claimMs = CLAIM_MS }: IdempotencyOptions) {
    this.#needs = needs
    this.#keepMs = keepMs
    this.#claims = new OwnClaims(needs, claimMs)
  }

  get renewal(): Job {
    return this.#claims.renewal
  }

  async claim(request: KeyedRequest): Promise<Claim> {
    const { requestId, fingerprint, atMs } = request
    const claimId = newTransactionToken(this.#needs.random)
    const own = { claimId, untilMs: atMs + this.#claims.lastMs }
    const result = await putItem(this.#needs, {
      TableName: this.#table,
      Item: this.#item(request, own),
      ConditionExpression:
        'attribute_not_exists(request_id) OR #ttl <= :now OR (fingerprint = :fingerprint' +
        ' AND attribute_not_exists(answer) AND claimed_until <= :now)',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':now': secondsOf(atMs), ':fingerprint': fingerprint },
    })
    const claim = result.kind === 'done' ? claimed : claimOf(result.found, fingerprint, claimId)
    if (claim.is === 'claimed') this.#claims.add(requestId, own)
    return claim
  }

  /** The first answer stays, should two have held the claim one after the other. */
  async finish(request: KeyedRequest, answer: StoredAnswer): Promise<void> {
    if (answer.body.length > ANSWER_CHARS_MAX) return this.abandon(request)
    const claimId = this.#claims.idOf(request.requestId) ?? ''
    try {
      await putItem(this.#needs, {
        TableName: this.#table,
        Item: { ...this.#item(request, { claimId, untilMs: request.atMs }), answer },
        ConditionExpression: 'attribute_not_exists(answer)',
      })
    } finally {
      this.#claims.delete(request.requestId)
    }
  }

  /** Of no effect on a claim that another process has taken over. */
  async abandon({ requestId }: KeyedRequest): Promise<void> {
    const claimId = this.#claims.idOf(requestId)
    if (claimId === undefined) return
    this.#claims.delete(requestId)
    await updateItem(this.#needs, {
      TableName: this.#table,
      Key: { request_id: requestId },
      UpdateExpression: 'SET claimed_until = :ended',
      ConditionExpression: 'claim_id = :mine AND attribute_not_exists(answer)',
      ExpressionAttributeValues: { ':ended': ENDED, ':mine': claimId },
    })
  }

  /** DynamoDB deletes by `ttl`. */
  prune(): Promise<number> {
    return Promise.resolve(0)
  }

  #item(
    { requestId, fingerprint, atMs }: KeyedRequest,
    { claimId, untilMs }: OwnClaim,
  ): RequestItem {
    return {
      request_id: requestId,
      fingerprint,
      claim_id: claimId,
      claimed_until: secondsOf(untilMs),
      created_at: secondsOf(atMs),
      ttl: Math.ceil(secondsOf(atMs + this.#keepMs)),
    }
  }

  get #table(): string {
    return this.#needs.dynamodb.table(idempotencyTable.name)
  }
}

const claimed: Claim = { is: 'claimed' }

/** What stands in the way of a claim, unless it is that claim, whose answer was lost. */
function claimOf(found: Item | undefined, fingerprint: string, claimId: string): Claim {
  const { answer, ...item } = found as unknown as RequestItem
  if (item.fingerprint !== fingerprint) return { is: 'reused' }
  if (answer) return { is: 'answered', answer }
  return item.claim_id === claimId ? claimed : { is: 'in_flight' }
}
