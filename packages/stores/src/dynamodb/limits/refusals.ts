/** An answer with which DynamoDB refuses a request. */
export interface Refusal {
  readonly status: number
  readonly body: string
}

export type ReasonCode = 'None' | 'TransactionConflict' | 'ThrottlingError'

const reasons: Readonly<Record<ReasonCode, string | undefined>> = {
  None: undefined,
  TransactionConflict: 'Transaction is ongoing for the item',
  ThrottlingError:
    'Throughput exceeds the current capacity of your table or index. ' +
    'DynamoDB is automatically scaling your table or index so please try again shortly.',
}

export function throttled(): Refusal {
  return refusal(
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded.',
  )
}

export function conflicting(): Refusal {
  return refusal('TransactionConflictException', 'Transaction is ongoing for the item')
}

export function inProgress(): Refusal {
  return refusal(
    'TransactionInProgressException',
    'Transaction for the provided token is already in progress',
  )
}

/** A transaction that is cancelled; reason i is of action i. */
export function cancelled(codes: readonly ReasonCode[]): Refusal {
  const Message =
    'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
    `[${codes.join(', ')}]`
  const CancellationReasons = codes.map((Code) => ({ Code, Message: reasons[Code] }))
  return refusal('TransactionCanceledException', Message, { CancellationReasons })
}

function refusal(type: string, Message: string, more: object = {}): Refusal {
  const named = { ['__type']: `com.amazonaws.dynamodb.v20120810#${type}` }
  return { status: 400, body: JSON.stringify({ ...named, Message, ...more }) }
}
