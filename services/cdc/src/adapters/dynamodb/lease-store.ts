import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { dynamodbUnavailable } from '@usher/stores/dynamodb/dynamodb-errors'
import type { TableDescription } from '@usher/stores/dynamodb/ensure-tables'
import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import type { Lease } from '../../domain/lease.ts'
import type { LeaseChange, LeaseStore } from '../../ports/lease-store.ts'

export const cdcLeasesTable: TableDescription = {
  name: 'cdc_leases',
  key: ['stream', 'shard_id'],
  attributes: { stream: 'S', shard_id: 'S' },
}

interface LeaseItem {
  readonly stream: string
  readonly shard_id: string
  readonly owner: string | null
  readonly counter: number
  readonly checkpoint: string | null
  readonly finished: boolean
}

/** Leases in the table `cdc_leases`; `owner` and `counter` are reserved words there. */
export function dynamodbLeaseStore(dynamodb: Dynamodb): LeaseStore {
  return new DynamodbLeaseStore(dynamodb)
}

class DynamodbLeaseStore implements LeaseStore {
  readonly #documents: Dynamodb['documents']
  readonly #table: string

  constructor(dynamodb: Dynamodb) {
    this.#documents = dynamodb.documents
    this.#table = dynamodb.table(cdcLeasesTable.name)
  }

  async list(): Promise<readonly Lease[]> {
    const leases: Lease[] = []
    let from: Record<string, unknown> | undefined
    do {
      const scan = new ScanCommand({
        TableName: this.#table,
        ConsistentRead: true,
        ExclusiveStartKey: from,
      })
      const { Items = [], LastEvaluatedKey } = await this.#answer(() => this.#documents.send(scan))
      leases.push(...Items.map((item) => leaseOf(item as LeaseItem)))
      from = LastEvaluatedKey
    } while (from !== undefined)
    return leases
  }

  create(lease: Lease): Promise<boolean> {
    return this.#conditional(() =>
      this.#documents.send(
        new PutCommand({
          TableName: this.#table,
          Item: itemOf(lease),
          ConditionExpression: 'attribute_not_exists(shard_id)',
        }),
      ),
    )
  }

  async change(lease: Lease, change: LeaseChange): Promise<Lease | undefined> {
    const changed = { ...lease, ...change, counter: lease.counter + 1 }
    const put = { TableName: this.#table, Item: itemOf(changed), ...unchangedSince(lease) }
    const written = await this.#conditional(() => this.#documents.send(new PutCommand(put)))
    return written ? changed : undefined
  }

  async remove(lease: Lease): Promise<void> {
    const { stream, shardId: shard_id } = lease
    const remove = {
      TableName: this.#table,
      Key: { stream, shard_id },
      ...unchangedSince(lease),
    }
    await this.#conditional(() => this.#documents.send(new DeleteCommand(remove)))
  }

  async #conditional(send: () => Promise<unknown>): Promise<boolean> {
    try {
      await send()
      return true
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      throw dynamodbUnavailable(error)
    }
  }

  async #answer<Value>(send: () => Promise<Value>): Promise<Value> {
    try {
      return await send()
    } catch (error) {
      throw dynamodbUnavailable(error)
    }
  }
}

/** An owner beside the counter: a lease that was removed and made anew counts from zero again. */
function unchangedSince({ counter, owner }: Lease) {
  return {
    ConditionExpression: '#counter = :counter AND #owner = :owner',
    ExpressionAttributeNames: { '#counter': 'counter', '#owner': 'owner' },
    ExpressionAttributeValues: { ':counter': counter, ':owner': owner },
  }
}

function itemOf({ stream, shardId, owner, counter, checkpoint, finished }: Lease): LeaseItem {
  return { stream, shard_id: shardId, owner, counter, checkpoint, finished }
}

function leaseOf({ stream, shard_id, owner, counter, checkpoint, finished }: LeaseItem): Lease {
  return { stream, shardId: shard_id, owner, counter, checkpoint, finished }
}
