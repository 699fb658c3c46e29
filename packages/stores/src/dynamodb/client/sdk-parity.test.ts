import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  BatchExecuteStatementCommand,
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { DocumentCommand } from './operations.ts'
import { refusal, type Scripted, scriptedDynamodb } from './scripted-dynamodb.fixture.ts'

// The SDK is asked the same of the same server: it is sent the same, and says the same.

const TableName = 'Key'
const item = { id: 'A1', price: 4500, gone: undefined, empty: '', list: [1, null, { deep: true }] }
const Key = { id: 'A1' }
const ExpressionAttributeValues = { ':v': 1, ':bytes': new Uint8Array([1, 2, 3]) }
const ExpressionAttributeNames = { '#s': 'status' }
const condition = { ConditionExpression: '#s = :v', ExpressionAttributeNames }
const write = { TableName, ...condition, ExpressionAttributeValues }
const update = { ...write, Key, UpdateExpression: 'SET a = :v' }
const query = { TableName, KeyConditionExpression: 'id = :v', ExpressionAttributeValues }

const attributes = { id: { S: 'A1' }, price: { N: '4500' }, set: { SS: ['a'] }, b: { B: 'AQI=' } }
const consumed = { ConsumedCapacity: { TableName, CapacityUnits: 1.5 } }
const page = { Items: [attributes, {}], Count: 2, ScannedCount: 2, LastEvaluatedKey: attributes }

const asked: readonly (readonly [DocumentCommand, object])[] = [
  [new GetCommand({ TableName, Key, ConsistentRead: true }), { Item: attributes, ...consumed }],
  [new GetCommand({ TableName, Key }), {}],
  [new PutCommand({ ...write, Item: item }), { Attributes: attributes }],
  [new UpdateCommand(update), { Attributes: { n: { NS: ['1', '2'] } } }],
  [new DeleteCommand({ ...write, Key }), {}],
  [new QueryCommand({ ...query, Limit: 2, ExclusiveStartKey: Key }), page],
  [new ScanCommand({ TableName, ExclusiveStartKey: undefined }), { Items: [], Count: 0 }],
  [
    new BatchGetCommand({ RequestItems: { Keys: { Keys: [Key, Key], ConsistentRead: true } } }),
    {
      Responses: { Keys: [attributes] },
      UnprocessedKeys: { Keys: { Keys: [{ id: { S: 'A2' } }], ConsistentRead: true } },
    },
  ],
  [
    new BatchWriteCommand({
      RequestItems: { Item: [{ PutRequest: { Item: item } }, { DeleteRequest: { Key } }] },
    }),
    { UnprocessedItems: { Item: [{ PutRequest: { Item: attributes } }] } },
  ],
  [
    new TransactWriteCommand({
      ClientRequestToken: 'named',
      TransactItems: [
        { Put: { ...write, Item: item } },
        { Update: update },
        { Delete: { TableName, Key } },
        { ConditionCheck: { ...write, Key, ConditionExpression: '#s = :v' } },
      ],
    }),
    {},
  ],
  [
    new BatchExecuteStatementCommand({
      Statements: [{ Statement: 'INSERT', Parameters: ['A1', 1, null, { deep: [true] }] }],
    }),
    {
      Responses: [
        { TableName, Item: attributes },
        { Error: { Code: 'DuplicateItem', Message: 'is there', Item: attributes } },
      ],
    },
  ],
]

for (const [command, body] of asked) {
  const name = `${command.constructor.name}, answered with ${Object.keys(body).join() || 'nothing'}`
  test(`${name}, is asked and answered as by the SDK`, async (t) => {
    const [ours, theirs] = await both(t, command, { body })
    assert.deepEqual(ours, theirs)
    assert.ok('answer' in ours)
  })
}

const Item = { id: { S: 'A1' }, bytes: { B: 'AQI=' } }
const CancellationReasons = [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item }]
const refusals: readonly Scripted[] = [
  refusal('ConditionalCheckFailedException', { Item }),
  refusal('TransactionCanceledException', { CancellationReasons }),
  refusal('TransactionConflictException'),
  refusal('IdempotentParameterMismatchException'),
  refusal('ItemCollectionSizeLimitExceededException'),
  refusal('ResourceNotFoundException'),
  refusal('ProvisionedThroughputExceededException'),
  refusal('ValidationException'),
  refusal('UnrecognizedClientException'),
  refusal('InternalServerError', {}, 500),
  { status: 400, body: { ['__type']: 'com.amazon.coral.validate#ValidationException' } },
]

for (const answer of refusals) {
  test(`a refusal is the exception of the SDK: ${JSON.stringify(answer.body)}`, async (t) => {
    const [ours, theirs] = await both(t, new TransactWriteCommand(transaction), answer)
    assert.deepEqual(ours, theirs)
    assert.ok('refused' in ours)
  })
}

const transaction = { ClientRequestToken: 'named', TransactItems: [{ Update: update }] }

type Outcome = { readonly asked: unknown } & ({ answer: unknown } | { refused: unknown })

async function both(
  t: Parameters<typeof scriptedDynamodb>[0],
  command: DocumentCommand,
  answer: Scripted,
): Promise<readonly [ours: Outcome, theirs: Outcome]> {
  const { documents, sdk, received } = await scriptedDynamodb(t, [answer])
  const marshallOptions = { removeUndefinedValues: true }
  const other = DynamoDBDocumentClient.from(sdk, { marshallOptions })
  const ours = await outcomeOf(documents.send(command))
  const first = received.length
  const theirs = await outcomeOf(other.send(command as never))
  const messages = received.map(({ headers, body }) => ({
    operation: headers['x-amz-target'],
    type: headers['content-type'],
    message: JSON.parse(body.toString()),
  }))
  assert.equal(received.length, 2 * first)
  return [
    { asked: messages[0], ...ours },
    { asked: messages[first], ...theirs },
  ]
}

async function outcomeOf(sent: Promise<unknown>) {
  try {
    const { $metadata, ...answer } = (await sent) as { readonly $metadata: object }
    return { answer, metadata: withoutDelay($metadata) }
  } catch (error) {
    return { refused: factsOf(error as Error) }
  }
}

function factsOf(error: Error & { $metadata?: object }) {
  const {
    $response: _,
    ['__type']: __,
    Message: ___,
    ...facts
  } = { ...error } as Record<string, unknown>
  const { constructor, name, message } = error
  return { ...facts, constructor, name, message, $metadata: withoutDelay(error.$metadata ?? {}) }
}

function withoutDelay(metadata: object): object {
  const { httpStatusCode, attempts } = metadata as Record<string, unknown>
  return { httpStatusCode, attempts }
}
