import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Metrics } from '@usher/telemetry'
import type { DynamodbConfig } from './dynamodb-settings.ts'
import { ensureTables, type TableDescription } from './ensure-tables.ts'
import { watchRequests } from './watch-requests.ts'

/** DynamoDB as our adapters use it: documents in and out, and the names of the tables. */
export interface Dynamodb {
  readonly documents: DynamoDBDocumentClient
  /** The table's name in this installation. */
  table(name: string): string
  /** Rejects while DynamoDB cannot be reached. */
  ping(): Promise<void>
  close(): void
}

/** The SDK's own attempts; what may be repeated beyond that, the adapters know. */
const ATTEMPTS_MAX = 3
const CONNECT_MS = 1000
const REQUEST_MS = 5000

/**
 * Connects with the first call. Checks, or makes, `tables` first: fails with unavailable /
 * dynamodb_table_missing, or dynamodb_table_differs when a key or an index is not as it should be.
 */
export async function openDynamodb(
  config: DynamodbConfig,
  tables: readonly TableDescription[],
  metrics?: Metrics,
): Promise<Dynamodb> {
  const { endpoint, region, tablePrefix, createTables } = config
  const client = new DynamoDBClient({
    region,
    maxAttempts: ATTEMPTS_MAX,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: REQUEST_MS,
      // Else the handler only warns, and a server that stands still is waited for without end.
      throwOnRequestTimeout: true,
    },
    // A server of our own asks for a signature, whoever it is from.
    ...(endpoint && { endpoint, credentials: { accessKeyId: 'usher', secretAccessKey: 'usher' } }),
  })
  if (metrics) watchRequests(client, metrics)
  const table = (name: string) => `${tablePrefix}${name}`
  await ensureTables(client, { table, tables, create: createTables === 'yes' })
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  })
  const ping = async () => void (await client.send(new ListTablesCommand({ Limit: 1 })))
  return { documents, table, ping, close: () => client.destroy() }
}
