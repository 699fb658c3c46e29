import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import type { TransactItem } from '@usher/stores/dynamodb/transact-write'

interface Write {
  ConditionExpression?: string
  readonly UpdateExpression?: string
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>
}

/** The same tables with the conditions of all transactions removed, to show what they are for. */
export function unguarded({ documents, ...others }: Dynamodb): Dynamodb {
  const send = (command: { readonly input: { TransactItems?: TransactItem[] } }) => {
    const { input } = command
    if (input.TransactItems) input.TransactItems = input.TransactItems.flatMap(unconditional)
    return documents.send(command as never)
  }
  return { ...others, documents: { send } as unknown as Dynamodb['documents'] }
}

function unconditional(action: TransactItem): TransactItem[] {
  if (action.ConditionCheck) return []
  const writes = Object.entries(action).map(([kind, write]) => [kind, stripped(write as Write)])
  return [Object.fromEntries(writes) as TransactItem]
}

/** Without the values that only the condition names, which DynamoDB refuses. */
function stripped(write: Write): Write {
  const { UpdateExpression = '', ExpressionAttributeValues: given = {}, ...rest } = write
  delete rest.ConditionExpression
  const used = Object.entries(given).filter(([name]) => UpdateExpression.includes(name))
  return {
    ...rest,
    ...(UpdateExpression && { UpdateExpression }),
    ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
  }
}
