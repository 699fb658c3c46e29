import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { type SeatChange, seatChangedOf } from '@usher/bus/dynamodb/seat-changes'
import { InventoryService } from '@usher/contracts'
import { systemClock, systemRandom } from '@usher/kernel'
import { type Client, localClient } from '@usher/rpc'
import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { readInventoryConfig } from '../../config.ts'
import { createInventory, type InventoryServer } from '../../inventory.ts'
import { silentInventoryTelemetry } from '../../telemetry.ts'
import { directSeatMapReader } from '../direct/seat-map-reader.ts'
import { rememberedLedger } from '../memory/seat-memory.ts'
import {
  type DynamodbInventoryOptions,
  type DynamodbInventoryStores,
  openDynamodbInventoryStores,
} from './open-inventory-stores.ts'
import { seatsTable } from './table-descriptions.ts'

/** An inventory process of several over the same tables. */
export interface OneOfSeveral {
  readonly client: Client<typeof InventoryService>
  readonly server: InventoryServer
  readonly stores: DynamodbInventoryStores
}

export function oneOfSeveral(dynamodb: Dynamodb, options: DynamodbInventoryOptions): OneOfSeveral {
  const needs = { dynamodb, clock: systemClock, random: systemRandom }
  const stores = openDynamodbInventoryStores(needs, options)
  const remembered = rememberedLedger(stores.ledger)
  const adapters = { ...stores, ...remembered, ...needs, telemetry: silentInventoryTelemetry }
  const all = { ...adapters, seatMapReader: directSeatMapReader() }
  const server = createInventory(all, readInventoryConfig({}))
  return { server, stores, client: localClient(InventoryService, server.rpc) }
}

/** Writes seats whatever they are: the double sale of every shop that reads, checks and writes. */
export function withoutSeatCondition(dynamodb: Dynamodb): Dynamodb {
  const name = dynamodb.table(seatsTable.name)
  const send = (command: { readonly input: Pick<TransactWriteCommandInput, 'TransactItems'> }) => {
    for (const { Update } of command.input.TransactItems ?? []) {
      if (Update?.TableName !== name) continue
      const always = 'attribute_exists(seat_number)'
      Update.ConditionExpression = `${always} OR ${Update.ConditionExpression}`
    }
    return dynamodb.documents.send(command as never)
  }
  return { ...dynamodb, documents: { send } as unknown as Dynamodb['documents'] }
}

/** Everything that the stream of `seats` tells from its beginning, as cdc would. */
export async function streamedChanges(dynamodb: Dynamodb, endpoint: string): Promise<SeatChange[]> {
  const describe = new DescribeTableCommand({ TableName: dynamodb.table(seatsTable.name) })
  const { Table } = await dynamodb.client.send(describe)
  const credentials = { accessKeyId: 'usher', secretAccessKey: 'usher' }
  const streams = new DynamoDBStreamsClient({ endpoint, region: 'us-east-1', credentials })
  const StreamArn = Table?.LatestStreamArn
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }))
  const changes: SeatChange[] = []
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const begin = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const }
    let { ShardIterator } = await streams.send(new GetShardIteratorCommand(begin))
    while (ShardIterator !== undefined) {
      const read = await streams.send(new GetRecordsCommand({ ShardIterator }))
      if (!read.Records?.length) break
      for (const { dynamodb: images } of read.Records) {
        const [before, after] = [images?.OldImage, images?.NewImage]
        const change = seatChangedOf(before && unmarshall(before), after && unmarshall(after))
        if (change) changes.push(change)
      }
      ShardIterator = read.NextShardIterator
    }
  }
  streams.destroy()
  return changes
}
