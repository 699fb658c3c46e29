import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription as DescribedTable,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { DomainError } from '@usher/kernel'

type KeyType = 'S' | 'N'

/** A table in the words of the specification. Everything is paid per request. */
export interface TableDescription {
  readonly name: string
  /** Attribute names: the hash key, and the range key where there is one. */
  readonly key: readonly [hash: string, range?: string]
  readonly attributes: Readonly<Record<string, KeyType>>
  /** Index name -> its key. Every index holds whole items. */
  readonly indexes?: Readonly<Record<string, readonly [hash: string, range?: string]>>
  /** True: old and new images are streamed. */
  readonly stream?: boolean
  /** The attribute by which items are deleted some day. */
  readonly ttl?: string
}

interface Ensured {
  readonly table: (name: string) => string
  readonly tables: readonly TableDescription[]
  readonly create: boolean
}

const WAIT_SECONDS = 60

/** Checks that each table is there and keyed as described; with `create` missing ones are made. */
export async function ensureTables(
  client: DynamoDBClient,
  { table, tables, create }: Ensured,
): Promise<void> {
  for (const description of tables) {
    const name = table(description.name)
    const found = await describe(client, name)
    if (found) requireSame(name, description, found)
    else if (create) await make(client, name, description)
    else throw missing(name)
  }
}

async function describe(client: DynamoDBClient, name: string): Promise<DescribedTable | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    throw unreachable(error)
  }
}

async function make(
  client: DynamoDBClient,
  name: string,
  description: TableDescription,
): Promise<void> {
  try {
    await client.send(new CreateTableCommand(creation(name, description)))
  } catch (error) {
    // Another process makes it just now.
    if (!(error instanceof ResourceInUseException)) throw error
  }
  await waitUntilTableExists({ client, maxWaitTime: WAIT_SECONDS }, { TableName: name })
  if (description.ttl === undefined) return
  const TimeToLiveSpecification = { Enabled: true, AttributeName: description.ttl }
  await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }))
}

/** What `CreateTable` is told; the infrastructure's description says the same. */
export function creation(
  name: string,
  { key, attributes, indexes = {}, stream }: TableDescription,
): CreateTableCommandInput {
  const secondary = Object.entries(indexes).map(([index, indexKey]) => ({
    IndexName: index,
    KeySchema: keySchema(indexKey),
    Projection: { ProjectionType: 'ALL' as const },
  }))
  return {
    TableName: name,
    KeySchema: keySchema(key),
    AttributeDefinitions: Object.entries(attributes).map(([attribute, type]) => ({
      AttributeName: attribute,
      AttributeType: type,
    })),
    ...(secondary.length > 0 && { GlobalSecondaryIndexes: secondary }),
    BillingMode: 'PAY_PER_REQUEST',
    ...(stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  }
}

function keySchema([hash, range]: readonly [hash: string, range?: string]): KeySchemaElement[] {
  const schema: KeySchemaElement[] = [{ AttributeName: hash, KeyType: 'HASH' }]
  if (range !== undefined) schema.push({ AttributeName: range, KeyType: 'RANGE' })
  return schema
}

type Part = readonly [
  where: string,
  key: readonly [hash: string, range?: string],
  schema: KeySchemaElement[] | undefined,
]

function requireSame(name: string, wanted: TableDescription, found: DescribedTable): void {
  const indexes = Object.entries(wanted.indexes ?? {})
  const parts: readonly Part[] = [
    [name, wanted.key, found.KeySchema],
    ...indexes.map(([index, key]) => {
      const there = found.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index)
      return [`${name}, index ${index}`, key, there?.KeySchema] as const
    }),
  ]
  for (const [where, key, schema] of parts) {
    if (JSON.stringify(namesOf(schema)) !== JSON.stringify(key)) throw differs(where, key, schema)
  }
  if (wanted.stream && !found.StreamSpecification?.StreamEnabled) {
    throw differs(`${name}, stream`, ['NEW_AND_OLD_IMAGES'], undefined)
  }
}

function namesOf(schema: KeySchemaElement[] | undefined): readonly (string | undefined)[] {
  const of = (type: string) => schema?.find(({ KeyType }) => KeyType === type)?.AttributeName
  const [hash, range] = [of('HASH'), of('RANGE')]
  return range === undefined ? [hash] : [hash, range]
}

function missing(name: string): DomainError {
  const message =
    `DynamoDB has no table ${name}; set USHER_DYNAMODB_CREATE_TABLES=yes to have it made, ` +
    'or make it as the README of the service describes it'
  return new DomainError('unavailable', 'dynamodb_table_missing', message, { table: name })
}

function differs(
  where: string,
  wanted: readonly (string | undefined)[],
  found: KeySchemaElement[] | undefined,
): DomainError {
  const has = found ? namesOf(found).join(', ') : 'nothing'
  const message = `${where} should have ${wanted.join(', ')} and has ${has}`
  return new DomainError('unavailable', 'dynamodb_table_differs', message, { where })
}

function unreachable(cause: unknown): DomainError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const message = `DynamoDB cannot be reached: ${reason}`
  return new DomainError('unavailable', 'dynamodb_unavailable', message, {}, cause)
}
