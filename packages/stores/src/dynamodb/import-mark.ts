import {
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb'
import { DomainError } from '@usher/kernel'
import { ensureTables, type TableDescription } from './ensure-tables.ts'

// An import fills tables one after the other. As long as it has not ended, a table that nobody else
// has is there: so no service takes half of what was imported for all of it. A table, not an item:
// then none of those that are filled, or that infrastructure describes, has to hold what is no
// record of theirs.

const mark: TableDescription = {
  name: 'unfinished_import',
  key: ['name'],
  attributes: { name: 'S' },
}
const WAIT_SECONDS = 60

interface Marked {
  readonly client: DynamoDBClient
  readonly table: (name: string) => string
}

export async function markImport({ client, table }: Marked): Promise<void> {
  await ensureTables(client, { table, tables: [mark], create: true })
}

export async function unmarkImport({ client, table }: Marked): Promise<void> {
  const TableName = table(mark.name)
  await client.send(new DeleteTableCommand({ TableName }))
  await waitUntilTableNotExists({ client, maxWaitTime: WAIT_SECONDS }, { TableName })
}

/** Fails with conflict / import_unfinished. */
export async function requireNoUnfinishedImport({ client, table }: Marked): Promise<void> {
  const TableName = table(mark.name)
  if (!(await isThere(client, TableName))) return
  const message =
    'an import into these tables has not ended: if none is running any more, drop the database ' +
    `of MySQL and the tables of DynamoDB, ${TableName} too, make them again and run it again`
  throw new DomainError('conflict', 'import_unfinished', message, { table: TableName })
}

/** A service that may not ask for this table has none either, as far as it is concerned. */
async function isThere(client: DynamoDBClient, TableName: string): Promise<boolean> {
  try {
    await client.send(new DescribeTableCommand({ TableName }))
    return true
  } catch {
    return false
  }
}
