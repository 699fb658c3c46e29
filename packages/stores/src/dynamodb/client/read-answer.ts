import { crc32 } from 'node:zlib'
import {
  ConditionalCheckFailedException,
  DuplicateItemException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  InternalServerError,
  ItemCollectionSizeLimitExceededException,
  LimitExceededException,
  ProvisionedThroughputExceededException,
  ReplicatedWriteConflictException,
  RequestLimitExceeded,
  ResourceNotFoundException,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb'
import { bytesOf } from './attribute-values.ts'
import { ConnectionLost, type HttpAnswer } from './connections.ts'

/** What the SDK says of an answer. */
interface AnswerMetadata {
  readonly httpStatusCode: number
  readonly requestId?: string
  /** How often it was asked until then. */
  readonly attempts: number
}

/**
 * The message of an answer. Throws the exception of the SDK with which DynamoDB refuses, or
 * ConnectionLost when what has arrived is not what was sent.
 */
export function readAnswer(answer: HttpAnswer, attempts: number): object {
  requireIntact(answer)
  const $metadata = metadataOf(answer, attempts)
  if (answer.status >= 300) throw exceptionOf(answer, $metadata)
  const message = parsed(answer.body)
  if (!message) throw new ConnectionLost('an answer that is no JSON')
  return { ...message, $metadata }
}

function requireIntact({ headers, body }: HttpAnswer): void {
  const sum = headers['x-amz-crc32']
  if (sum === undefined || Number(sum) === crc32(body)) return
  throw new ConnectionLost('an answer that differs from its checksum')
}

function metadataOf({ status, headers }: HttpAnswer, attempts: number): AnswerMetadata {
  const requestId = headers['x-amzn-requestid']
  return {
    httpStatusCode: status,
    ...(typeof requestId === 'string' && { requestId }),
    attempts,
  }
}

type Reviver = (name: string, value: unknown) => unknown

function parsed(body: Buffer, reviver?: Reviver): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body.toString(), reviver)
  } catch {
    // A proxy's page; there is nothing in it for us.
    return undefined
  }
}

type ExceptionClass = new (options: ExceptionOptions) => DynamoDBServiceException
type ExceptionOptions = ConstructorParameters<typeof DynamoDBServiceException>[0]

const classes: ReadonlyMap<string, unknown> = new Map(
  [
    ConditionalCheckFailedException,
    DuplicateItemException,
    IdempotentParameterMismatchException,
    InternalServerError,
    ItemCollectionSizeLimitExceededException,
    LimitExceededException,
    ProvisionedThroughputExceededException,
    ReplicatedWriteConflictException,
    RequestLimitExceeded,
    ResourceNotFoundException,
    ThrottlingException,
    TransactionCanceledException,
    TransactionConflictException,
    TransactionInProgressException,
  ].map((each) => [each.name, each]),
)

interface RefusalMessage {
  readonly __type?: string
  readonly code?: string
  readonly message?: string
  readonly Message?: string
}

function exceptionOf(answer: HttpAnswer, $metadata: AnswerMetadata): DynamoDBServiceException {
  const refusal: RefusalMessage = parsed(answer.body, withBytes) ?? {}
  const { __type: type, code, message, ...facts } = refusal
  const name = nameOf(answer.headers['x-amzn-errortype'] ?? code ?? type)
  const known = classes.get(name) as ExceptionClass | undefined
  return new (known ?? DynamoDBServiceException)({
    ...facts,
    name,
    message: message ?? facts.Message ?? 'UnknownError',
    $fault: answer.status >= 500 ? 'server' : 'client',
    $metadata,
  })
}

/** An attribute's bytes: elsewhere `B` is a name, and has an object for its value. */
function withBytes(name: string, value: unknown): unknown {
  return name === 'B' && typeof value === 'string' ? bytesOf(value) : value
}

/** `com.amazonaws.dynamodb.v20120810#ThrottlingException:http://…` is a ThrottlingException. */
function nameOf(type: string | string[] = 'UnknownError'): string {
  const [name = ''] = String(type).split(':')
  return name.split('#').at(-1) ?? name
}
