import {
  BatchExecuteStatementCommand,
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { Shape } from './message-shapes.ts'

/** What may be asked of items. */
export type DocumentCommand =
  | BatchExecuteStatementCommand
  | BatchGetCommand
  | BatchWriteCommand
  | DeleteCommand
  | GetCommand
  | PutCommand
  | QueryCommand
  | ScanCommand
  | TransactWriteCommand
  | UpdateCommand

export interface Operation {
  /** As DynamoDB calls it. */
  readonly name: string
  readonly request: Shape
  readonly answer: Shape
}

/** Throws for a command that is not asked of items. */
export function operationOf(command: DocumentCommand): Operation {
  const operation = operations.get(command.constructor)
  if (!operation) throw new TypeError(`${command.constructor.name} is not asked of items`)
  return operation
}

const document = 'document'
const write = { Item: document, Key: document, ExpressionAttributeValues: document } as const
const written = { Attributes: document } as const
const search = { ExclusiveStartKey: document, ExpressionAttributeValues: document } as const
const found = { Items: { every: document }, LastEvaluatedKey: document } as const
const keys = { every: { Keys: { every: document } } } as const
const changes = {
  every: { every: { PutRequest: { Item: document }, DeleteRequest: { Key: document } } },
} as const
const statements = { every: { Parameters: { every: 'value' } } } as const
const stated = { every: { Item: document, Error: { Item: document } } } as const

const operations: ReadonlyMap<unknown, Operation> = new Map<unknown, Operation>([
  [GetCommand, { name: 'GetItem', request: { Key: document }, answer: { Item: document } }],
  [PutCommand, { name: 'PutItem', request: write, answer: written }],
  [UpdateCommand, { name: 'UpdateItem', request: write, answer: written }],
  [DeleteCommand, { name: 'DeleteItem', request: write, answer: written }],
  [QueryCommand, { name: 'Query', request: search, answer: found }],
  [ScanCommand, { name: 'Scan', request: search, answer: found }],
  [
    BatchGetCommand,
    {
      name: 'BatchGetItem',
      request: { RequestItems: keys },
      answer: { Responses: { every: { every: document } }, UnprocessedKeys: keys },
    },
  ],
  [
    BatchWriteCommand,
    {
      name: 'BatchWriteItem',
      request: { RequestItems: changes },
      answer: { UnprocessedItems: changes },
    },
  ],
  [
    TransactWriteCommand,
    {
      name: 'TransactWriteItems',
      request: { TransactItems: { every: { every: write } } },
      answer: {},
    },
  ],
  [
    BatchExecuteStatementCommand,
    {
      name: 'BatchExecuteStatement',
      request: { Statements: statements },
      answer: { Responses: stated },
    },
  ],
])
