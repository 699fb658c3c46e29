import type { Clock, Random } from '@usher/kernel'
import {
  type Attributes,
  type ItemCost,
  type KnownTable,
  queryUnits,
  readCost,
  writeCost,
  type WriteRequest,
} from './request-costs.ts'
import {
  cancelled,
  conflicting,
  inProgress,
  type ReasonCode,
  type Refusal,
  throttled,
} from './refusals.ts'
import { UnitBuckets } from './unit-buckets.ts'

/** What the model does to requests. Rates are fractions of them. */
export interface Limits {
  /** Of one partition of a table or an index; AWS gives 1,000 and 3,000. */
  readonly writeUnitsPerSecond: number
  readonly readUnitsPerSecond: number
  readonly burstSeconds: number
  /** Refused though there is room. */
  readonly throttleRate: number
  /** Transactions cancelled as if another one were at one of their items. */
  readonly conflictRate: number
  /** Done, and the connection ends before the answer. */
  readonly lostAnswerRate: number
  /** Each request takes up to so much longer. */
  readonly delayMs: number
}

export const awsLimits: Limits = {
  writeUnitsPerSecond: 1000,
  readUnitsPerSecond: 3000,
  burstSeconds: 1,
  throttleRate: 0,
  conflictRate: 0,
  lostAnswerRate: 0,
  delayMs: 0,
}

/** A request that is let through. */
export interface Admitted {
  /** To be called with the answer's size when the server has answered, or failed to. */
  readonly done: (answerBytes: number) => void
}

interface RequestBody extends WriteRequest {
  readonly ConsistentRead?: boolean
  readonly ClientRequestToken?: string
  readonly IndexName?: string
  readonly TransactItems?: readonly Readonly<Record<string, WriteRequest>>[]
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys: readonly Attributes[]; readonly ConsistentRead?: boolean }>
  >
}

interface ModelNeeds {
  readonly clock: Clock
  readonly random: Random
  readonly limits: Limits
  readonly tables: readonly KnownTable[]
}

/**
 * What DynamoDB does and its stand-ins do not: limits of a partition, and of an index, which hold
 * back writes of its table; transactions that meet at an item; tokens in use.
 */
export class LimitsModel {
  readonly #needs: ModelNeeds
  readonly #writes: UnitBuckets
  readonly #reads: UnitBuckets
  readonly #tables: ReadonlyMap<string, KnownTable>
  /** Items at which a transaction is now. */
  readonly #inTransaction = new Set<string>()
  readonly #tokens = new Set<string>()

  constructor(needs: ModelNeeds) {
    const { clock, limits, tables } = needs
    const { writeUnitsPerSecond, readUnitsPerSecond, burstSeconds } = limits
    this.#needs = needs
    this.#writes = new UnitBuckets(clock, { perSecond: writeUnitsPerSecond, burstSeconds })
    this.#reads = new UnitBuckets(clock, { perSecond: readUnitsPerSecond, burstSeconds })
    this.#tables = new Map(tables.map((table) => [table.physicalName, table]))
  }

  /** `operation` as in the header, e.g. `PutItem`; what is not modelled is let through. */
  admit(operation: string, body: unknown): Refusal | Admitted {
    const request = body as RequestBody
    switch (operation) {
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        return this.#write(request)
      case 'TransactWriteItems':
        return this.#transact(request)
      case 'GetItem':
      case 'BatchGetItem':
        return this.#get(request)
      case 'Query':
        return this.#query(request)
      default:
        return { done: () => {} }
    }
  }

  #write(request: RequestBody): Refusal | Admitted {
    const cost = this.#costOf(request, false)
    if (cost && this.#inTransaction.has(cost.item)) return conflicting()
    if (this.#chance('throttleRate') || !this.#hasRoom(this.#writes, cost)) return throttled()
    this.#spend(this.#writes, cost)
    return { done: () => {} }
  }

  #transact({ TransactItems = [], ClientRequestToken = '' }: RequestBody): Refusal | Admitted {
    if (this.#tokens.has(ClientRequestToken)) return inProgress()
    const costs = TransactItems.map((item) => {
      const [action] = Object.values(item)
      return action && this.#costOf(action, true)
    })
    const codes = this.#reasonsFor(costs)
    if (codes.some((code) => code !== 'None')) return cancelled(codes)
    for (const cost of costs) {
      this.#spend(this.#writes, cost)
      if (cost) this.#inTransaction.add(cost.item)
    }
    this.#tokens.add(ClientRequestToken)
    const done = () => {
      this.#tokens.delete(ClientRequestToken)
      for (const cost of costs) if (cost) this.#inTransaction.delete(cost.item)
    }
    return { done }
  }

  /** All units of a transaction must be there together. */
  #reasonsFor(costs: readonly (ItemCost | undefined)[]): ReasonCode[] {
    const unlucky = (rate: 'conflictRate' | 'throttleRate') =>
      this.#chance(rate) ? Math.floor(this.#needs.random.fraction() * costs.length) : -1
    const [conflict, throttle] = [unlucky('conflictRate'), unlucky('throttleRate')]
    const wanted = new Map<string, number>()
    return costs.map((cost, at) => {
      if (!cost) return 'None'
      if (at === conflict || this.#inTransaction.has(cost.item)) return 'TransactionConflict'
      for (const [partition, units] of cost.units) {
        const sum = (wanted.get(partition) ?? 0) + units
        wanted.set(partition, sum)
        if (!this.#writes.has(partition, sum)) return 'ThrottlingError'
      }
      return at === throttle ? 'ThrottlingError' : 'None'
    })
  }

  #get(request: RequestBody): Refusal | Admitted {
    const { TableName, Key, ConsistentRead = false, RequestItems = {} } = request
    const single = Key ? [[TableName, { Keys: [Key], ConsistentRead }] as const] : []
    const costs = [...single, ...Object.entries(RequestItems)].flatMap(([name, asked]) => {
      const table = this.#tables.get(name)
      if (!table) return []
      return asked.Keys.map((key) => readCost(table, key, asked.ConsistentRead ?? false))
    })
    const hasRoom = costs.every((cost) => this.#hasRoom(this.#reads, cost))
    if (this.#chance('throttleRate') || !hasRoom) return throttled()
    for (const cost of costs) this.#spend(this.#reads, cost)
    return { done: () => {} }
  }

  /** What a query costs is known by its answer: a partition in debt refuses the next. */
  #query(request: RequestBody): Refusal | Admitted {
    const { TableName, IndexName = '', ConsistentRead = false } = request
    const name = this.#tables.get(TableName)?.name ?? TableName
    const values = JSON.stringify(request.ExpressionAttributeValues)
    const partition = `${name}/${IndexName}/${values}`
    if (this.#chance('throttleRate') || !this.#reads.has(partition, 0)) return throttled()
    const done = (bytes: number) => this.#reads.spend(partition, queryUnits(bytes, ConsistentRead))
    return { done }
  }

  #costOf(request: WriteRequest, transactional: boolean): ItemCost | undefined {
    const table = this.#tables.get(request.TableName)
    return table && writeCost(table, request, transactional)
  }

  #hasRoom(buckets: UnitBuckets, cost: ItemCost | undefined): boolean {
    if (!cost) return true
    return [...cost.units].every(([partition, units]) => buckets.has(partition, units))
  }

  #spend(buckets: UnitBuckets, cost: ItemCost | undefined): void {
    for (const [partition, units] of cost?.units ?? []) buckets.spend(partition, units)
  }

  #chance(rate: 'throttleRate' | 'conflictRate'): boolean {
    const { random, limits } = this.#needs
    return limits[rate] > 0 && random.fraction() < limits[rate]
  }
}
