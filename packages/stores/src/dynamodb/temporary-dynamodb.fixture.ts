import { DeleteTableCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb'
import { ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb'
import type { Item } from './batch-reads.ts'
import type { TableDescription } from './ensure-tables.ts'
import { type Dynamodb, openDynamodb } from './open-dynamodb.ts'

let made = 0

export interface TemporaryDynamodb {
  readonly dynamodb: Dynamodb
  /** For whoever opens the same tables. */
  readonly tablePrefix: string
  /** Removes the tables. */
  readonly close: () => Promise<void>
}

/** Tables of its own on the server at `endpoint`, so that tests do not meet. */
export async function temporaryDynamodb(
  endpoint: string,
  tables: readonly TableDescription[],
): Promise<TemporaryDynamodb> {
  const tablePrefix = `test-${process.pid}-${made++}-`
  const config = { endpoint, region: 'us-east-1', tablePrefix, createTables: 'yes' as const }
  const dynamodb = await openDynamodb(config, tables)
  return {
    dynamodb,
    tablePrefix,
    async close() {
      for (const { name } of tables) {
        const remove = new DeleteTableCommand({ TableName: dynamodb.table(name) })
        await dynamodb.client.send(remove).catch(unlessGone)
      }
      dynamodb.close()
    },
  }
}

/** The client asks again when an answer was lost, and then the table is gone already. */
function unlessGone(error: unknown): void {
  if (!(error instanceof ResourceNotFoundException)) throw error
}

/** Everything in a table, in any order. */
export async function everyItem(dynamodb: Dynamodb, name: string): Promise<readonly Item[]> {
  const items: Item[] = []
  let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey']
  do {
    const input = { TableName: dynamodb.table(name), ConsistentRead: true, ExclusiveStartKey }
    const page = await dynamodb.documents.send(new ScanCommand(input))
    items.push(...(page.Items ?? []))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return items
}
