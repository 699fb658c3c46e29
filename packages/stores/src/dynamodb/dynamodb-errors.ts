import { DomainError, isDomainError } from '@usher/kernel'

/** Refused for now, and nothing was done: too much at once, or a transaction is at the item. */
const refusedForNow: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'LimitExceededException',
  'TransactionConflictException',
])

/** Nobody knows whether it was done: the server failed, or its answer never came. */
const unknownResult: ReadonlySet<string> = new Set([
  'TransactionInProgressException',
  'InternalServerError',
  'InternalServerErrorException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ConnectionLost',
  'TimeoutError',
  'RequestTimeout',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/** True when the same call may be made again, with the same token if it has one. */
export function mayRepeat(error: unknown): boolean {
  return refusedForNow.has(nameOf(error)) || isUnknownResult(error)
}

/** True when the call may have taken effect though it failed. */
export function isUnknownResult(error: unknown): boolean {
  if (unknownResult.has(nameOf(error)) || unknownResult.has(codeOf(error))) return true
  return statusOf(error) >= 500
}

/** What is told to callers when DynamoDB did not do it: unavailable / dynamodb_unavailable. */
export function dynamodbUnavailable(cause: unknown): DomainError {
  if (isDomainError(cause)) return cause
  const reason = cause instanceof Error ? cause.name : String(cause)
  const message = `DynamoDB did not answer as it should: ${reason}`
  return new DomainError('unavailable', 'dynamodb_unavailable', message, { reason }, cause)
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

function statusOf(error: unknown): number {
  if (!(error instanceof Error) || !('$metadata' in error)) return 0
  const { $metadata: metadata } = error as Error & { $metadata?: { httpStatusCode?: number } }
  return metadata?.httpStatusCode ?? 0
}
