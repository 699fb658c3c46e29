import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { systemClock } from '@usher/kernel'
import type { Metrics } from '@usher/telemetry'
import { type Documents, openDocumentClient } from './client/document-client.ts'
import { ATTEMPTS_MAX } from './client/retried-requests.ts'
import type { DynamodbConfig } from './dynamodb-settings.ts'
import { ensureTables, type TableDescription } from './ensure-tables.ts'
import { requireNoUnfinishedImport } from './import-mark.ts'
import { requestDurations, watchRequests } from './watch-requests.ts'

/** DynamoDB as our adapters use it: documents in and out, and the names of the tables. */
export interface Dynamodb {
  readonly documents: Documents
  /** The SDK's own client, for what is asked of tables. */
  readonly client: DynamoDBClient
  /** The table's name in this installation. */
  table(name: string): string
  /** Rejects while DynamoDB cannot be reached. */
  ping(): Promise<void>
  close(): void
}

const CONNECT_MS = 1000
const REQUEST_MS = 5000

/**
 * Connects with the first call. Checks, or makes, `tables` first: fails with unavailable /
 * dynamodb_table_missing, or dynamodb_table_differs when a key or an index is not as it should be,
 * and with conflict / import_unfinished.
 */
export async function openDynamodb(
  config: DynamodbConfig,
  tables: readonly TableDescription[],
  metrics?: Metrics,
): Promise<Dynamodb> {
  const { tablePrefix, createTables } = config
  const client = sdkClient(config)
  const observe = metrics ? requestDurations(metrics) : () => {}
  watchRequests(client, observe)
  const table = (name: string) => `${tablePrefix}${name}`
  await ensureTables(client, { table, tables, create: createTables === 'yes' })
  await requireNoUnfinishedImport({ client, table })
  const needs = { client, clock: systemClock, observe }
  const documents = await openDocumentClient(needs)
  const ping = () => documents.ping()
  const close = () => {
    documents.close()
    client.destroy()
  }
  return { documents, client, table, ping, close }
}

/** Fails with conflict / import_unfinished; for those who want nothing else of the tables. */
export async function requireImportEnded(config: DynamodbConfig): Promise<void> {
  const client = sdkClient(config)
  try {
    await requireNoUnfinishedImport({ client, table: (name) => `${config.tablePrefix}${name}` })
  } finally {
    client.destroy()
  }
}

function sdkClient({ endpoint, region }: DynamodbConfig): DynamoDBClient {
  return new DynamoDBClient({
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
}
