import { isThrottlingError, isTransientError } from '@smithy/core/retry'
import { isUnknownResult } from '../dynamodb-errors.ts'

/** An error as the SDK's own rules for retries look at it. */
export type SdkError = Parameters<typeof isTransientError>[0]

/** Which retries of the SDK's strategy a failed request may draw from; a client's error none. */
export function errorTypeOf(error: SdkError) {
  if (isThrottlingError(error)) return 'THROTTLING'
  return isUnknownResult(error) || isTransientError(error) ? 'TRANSIENT' : 'CLIENT_ERROR'
}
