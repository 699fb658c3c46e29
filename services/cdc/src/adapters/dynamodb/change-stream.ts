import { DescribeTableCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb'
import { DomainError } from '@usher/kernel'
import { documentOf } from '@usher/stores/dynamodb/client/attribute-values'
import { dynamodbUnavailable } from '@usher/stores/dynamodb/dynamodb-errors'
import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import type { Streams } from '@usher/stores/dynamodb/open-streams'
import type { Change, Image } from '../../domain/change.ts'
import type { Shard } from '../../domain/shard-tree.ts'
import type { Batch, ChangeStream, ShardReader } from '../../ports/change-stream.ts'

const RECORDS_MAX = 1000

// Answers of the streams, as far as they are read.

interface Description {
  readonly StreamDescription?: {
    readonly Shards?: readonly { readonly ShardId?: string; readonly ParentShardId?: string }[]
    readonly LastEvaluatedShardId?: string
  }
}

interface Records {
  readonly Records?: readonly StreamRecord[]
  readonly NextShardIterator?: string | null
}

interface StreamRecord {
  readonly dynamodb?: {
    readonly SequenceNumber?: string
    readonly Keys?: object
    readonly OldImage?: object
    readonly NewImage?: object
    /** In seconds. */
    readonly ApproximateCreationDateTime?: number
  }
}

/** The stream of a table. Fails with unavailable / table_missing or stream_missing. */
export async function dynamodbChangeStream(
  streams: Streams,
  dynamodb: Dynamodb,
  table: string,
): Promise<ChangeStream> {
  const TableName = dynamodb.table(table)
  const { Table } = await answer(() =>
    dynamodb.client.send(new DescribeTableCommand({ TableName })),
  ).catch((error: unknown) => {
    const { cause } = error as Error
    throw cause instanceof ResourceNotFoundException
      ? missing('table_missing', TableName, 'is missing')
      : error
  })
  if (Table?.LatestStreamArn && Table.StreamSpecification?.StreamEnabled) {
    return new DynamodbChangeStream(streams, Table.LatestStreamArn)
  }
  throw missing('stream_missing', TableName, 'has no stream')
}

class DynamodbChangeStream implements ChangeStream {
  readonly name: string
  readonly #streams: Streams

  constructor(streams: Streams, arn: string) {
    this.#streams = streams
    this.name = arn
  }

  async shards(): Promise<readonly Shard[]> {
    const shards: Shard[] = []
    let from: string | undefined
    do {
      const describe = { StreamArn: this.name, ExclusiveStartShardId: from }
      const { StreamDescription } = await answer(() =>
        this.#streams.ask<Description>('DescribeStream', describe),
      )
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
  readonly #streams: Streams
  readonly #shard: { readonly arn: string; readonly shardId: string }
  #after: string | null
  #iterator: string | undefined

  constructor(
    streams: Streams,
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
      if (nameOf(error) !== 'ExpiredIteratorException') throw streamError(error)
      this.#iterator = undefined
      return await this.#read().catch((again: unknown) => {
        throw streamError(again)
      })
    }
  }

  async #read(): Promise<Batch> {
    this.#iterator ??= await this.#newIterator()
    if (this.#iterator === undefined) return { changes: [], ended: true }
    const { Records = [], NextShardIterator } = await this.#streams.ask<Records>('GetRecords', {
      ShardIterator: this.#iterator,
      Limit: RECORDS_MAX,
    })
    const changes = Records.map(changeOf)
    this.#after = changes.at(-1)?.sequence ?? this.#after
    this.#iterator = NextShardIterator ?? undefined
    return { changes, ended: this.#iterator === undefined }
  }

  async #newIterator(): Promise<string | undefined> {
    const { arn: StreamArn, shardId: ShardId } = this.#shard
    const shard = { StreamArn, ShardId }
    const { ShardIterator } = await this.#streams.ask<{ readonly ShardIterator?: string }>(
      'GetShardIterator',
      this.#after === null
        ? { ...shard, ShardIteratorType: 'TRIM_HORIZON' }
        : { ...shard, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: this.#after },
    )
    return ShardIterator
  }
}

function changeOf({ dynamodb: data = {} }: StreamRecord): Change {
  const { SequenceNumber = '', Keys, OldImage, NewImage, ApproximateCreationDateTime = 0 } = data
  return {
    sequence: SequenceNumber,
    key: Keys ? imageOf(Keys) : {},
    atMs: ApproximateCreationDateTime * 1000,
    ...(OldImage && { oldImage: imageOf(OldImage) }),
    ...(NewImage && { newImage: imageOf(NewImage) }),
  }
}

function imageOf(attributes: object): Image {
  return documentOf(attributes)
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

function missing(code: string, table: string, what: string): DomainError {
  const message =
    `the table ${table} ${what}; start the service that owns it first, ` +
    'or make it with a stream of NEW_AND_OLD_IMAGES'
  return new DomainError('unavailable', code, message, { table })
}

function streamError(error: unknown): DomainError {
  if (nameOf(error) !== 'TrimmedDataAccessException') return dynamodbUnavailable(error)
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
