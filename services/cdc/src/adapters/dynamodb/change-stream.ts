import { DescribeTableCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { DomainError } from '@usher/kernel'
import { dynamodbUnavailable } from '@usher/stores/dynamodb/dynamodb-errors'
import type { DynamodbConfig } from '@usher/stores/dynamodb/dynamodb-settings'
import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import type { Change, Image } from '../../domain/change.ts'
import type { Shard } from '../../domain/shard-tree.ts'
import type { Batch, ChangeStream, ShardReader } from '../../ports/change-stream.ts'

const CONNECT_MS = 1000
const REQUEST_MS = 5000
const RECORDS_MAX = 1000

/** The client for streams of the same server as the tables. */
export function openStreams({ endpoint, region }: DynamodbConfig): DynamoDBStreamsClient {
  return new DynamoDBStreamsClient({
    region,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS },
    // A server of our own asks for a signature, whoever it is from.
    ...(endpoint && { endpoint, credentials: { accessKeyId: 'usher', secretAccessKey: 'usher' } }),
  })
}

/** The stream of a table. Fails with unavailable / stream_missing when it has none. */
export async function dynamodbChangeStream(
  streams: DynamoDBStreamsClient,
  dynamodb: Dynamodb,
  table: string,
): Promise<ChangeStream> {
  const TableName = dynamodb.table(table)
  const { Table } = await answer(() =>
    dynamodb.client.send(new DescribeTableCommand({ TableName })),
  ).catch((error: unknown) => {
    const { cause } = error as Error
    throw cause instanceof ResourceNotFoundException
      ? streamMissing(TableName, 'is missing')
      : error
  })
  if (Table?.LatestStreamArn && Table.StreamSpecification?.StreamEnabled) {
    return new DynamodbChangeStream(streams, Table.LatestStreamArn)
  }
  throw streamMissing(TableName, 'has no stream')
}

class DynamodbChangeStream implements ChangeStream {
  readonly name: string
  readonly #streams: DynamoDBStreamsClient

  constructor(streams: DynamoDBStreamsClient, arn: string) {
    this.#streams = streams
    this.name = arn
  }

  async shards(): Promise<readonly Shard[]> {
    const shards: Shard[] = []
    let from: string | undefined
    do {
      const describe = new DescribeStreamCommand({
        StreamArn: this.name,
        ...(from !== undefined && { ExclusiveStartShardId: from }),
      })
      const { StreamDescription } = await answer(() => this.#streams.send(describe))
      for (const { ShardId, ParentShardId } of StreamDescription?.Shards ?? []) {
        if (ShardId === undefined) continue
        shards.push({ shardId: ShardId, parentIds: ParentShardId ? [ParentShardId] : [] })
      }
      from = StreamDescription?.LastEvaluatedShardId
    } while (from !== undefined)
    return shards
  }

  read(shardId: string, after: string | null): ShardReader {
    return new DynamodbShardReader(this.#streams, { arn: this.name, shardId }, after)
  }
}

/**
 * Walks along a shard. The server forgets an iterator after 15 minutes; then a new one is had
 * behind the newest change that was read.
 */
class DynamodbShardReader implements ShardReader {
  readonly #streams: DynamoDBStreamsClient
  readonly #shard: { readonly arn: string; readonly shardId: string }
  #after: string | null
  #iterator: string | undefined

  constructor(
    streams: DynamoDBStreamsClient,
    shard: { readonly arn: string; readonly shardId: string },
    after: string | null,
  ) {
    this.#streams = streams
    this.#shard = shard
    this.#after = after
  }

  async next(): Promise<Batch> {
    try {
      return await this.#read()
    } catch (error) {
      if (!(error instanceof ExpiredIteratorException)) throw streamError(error)
      this.#iterator = undefined
      return await this.#read().catch((again: unknown) => {
        throw streamError(again)
      })
    }
  }

  async #read(): Promise<Batch> {
    this.#iterator ??= await this.#newIterator()
    if (this.#iterator === undefined) return { changes: [], ended: true }
    const { Records = [], NextShardIterator } = await this.#streams.send(
      new GetRecordsCommand({ ShardIterator: this.#iterator, Limit: RECORDS_MAX }),
    )
    const changes = Records.map(changeOf)
    this.#after = changes.at(-1)?.sequence ?? this.#after
    this.#iterator = NextShardIterator
    return { changes, ended: NextShardIterator === undefined || NextShardIterator === null }
  }

  async #newIterator(): Promise<string | undefined> {
    const { arn: StreamArn, shardId: ShardId } = this.#shard
    const shard = { StreamArn, ShardId }
    const { ShardIterator } = await this.#streams.send(
      new GetShardIteratorCommand(
        this.#after === null
          ? { ...shard, ShardIteratorType: 'TRIM_HORIZON' }
          : { ...shard, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: this.#after },
      ),
    )
    return ShardIterator
  }
}

function changeOf({ dynamodb: data = {} }: StreamRecord): Change {
  const { SequenceNumber = '', Keys, OldImage, NewImage, ApproximateCreationDateTime } = data
  return {
    sequence: SequenceNumber,
    key: imageOf(Keys) ?? {},
    atMs: ApproximateCreationDateTime?.getTime() ?? 0,
    ...(OldImage && { oldImage: imageOf(OldImage) ?? {} }),
    ...(NewImage && { newImage: imageOf(NewImage) ?? {} }),
  }
}

function imageOf(image: NonNullable<StreamRecord['dynamodb']>['Keys']): Image | undefined {
  return image && (unmarshall(image) as Image)
}

function streamMissing(table: string, what: string): DomainError {
  const message =
    `the table ${table} ${what}; start the service that owns it first, ` +
    'or make it with a stream of NEW_AND_OLD_IMAGES'
  return new DomainError('unavailable', 'stream_missing', message, { table })
}

function streamError(error: unknown): DomainError {
  if (!(error instanceof TrimmedDataAccessException)) return dynamodbUnavailable(error)
  const message = 'changes were removed from the stream before they were read'
  return new DomainError('expired', 'stream_trimmed', message, {}, error)
}

async function answer<Value>(send: () => Promise<Value>): Promise<Value> {
  try {
    return await send()
  } catch (error) {
    throw dynamodbUnavailable(error)
  }
}
