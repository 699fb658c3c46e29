import { authRows, authTableNames } from '@usher/auth/adapters/mysql/imported-rows'
import { bookingItems } from '@usher/booking/adapters/dynamodb/imported-items'
import { outboxItems } from '@usher/bus/dynamodb/imported-items'
import {
  continueNumbers,
  eventsRows,
  eventsTableNames,
} from '@usher/events/adapters/mysql/imported-rows'
import { inventoryItems } from '@usher/inventory/adapters/dynamodb/imported-items'
import { DomainError, systemClock, systemRandom } from '@usher/kernel'
import {
  notificationRows,
  notificationTableNames,
} from '@usher/notification/adapters/mysql/imported-rows'
import { paymentItems } from '@usher/payment/adapters/dynamodb/imported-items'
import { openSqliteTables, type PlacedRecord, storedTables, type Tables } from '@usher/stores'
import {
  fillTables,
  requireEmptyTables,
  requireFittingItem,
} from '@usher/stores/dynamodb/fill-tables'
import { markImport, unmarkImport } from '@usher/stores/dynamodb/import-mark'
import {
  fillDatabase,
  readColumns,
  requireEmptyDatabase,
  requireFittingRow,
} from '@usher/stores/mysql/fill-database'
import { distributedTables, type DistributedStores } from './distributed-stores.ts'
import { isDistributed } from './distributed-tables.ts'

/** How many rows and items were written, or would have been. */
export interface Distributed {
  readonly mysql_rows: number
  readonly dynamodb_items: number
}

const needs = { clock: systemClock, random: systemRandom }

/** Fails with conflict / store_not_empty when somebody has used one of the stores. */
export async function requireEmptyStores(stores: DistributedStores): Promise<void> {
  const names = [...authTableNames, ...eventsTableNames, ...notificationTableNames]
  await requireEmptyDatabase(stores.auth, names)
  await requireEmptyTables({ ...needs, ...stores }, distributedTables)
}

/**
 * Writes what the embedded store in `directory` holds into the stores of the distributed services,
 * which must be empty: see `requireEmptyStores`. Nothing is written before every row has been found
 * to have a place; with `rehearse`, nothing at all. MySQL is filled in one transaction, and
 * DynamoDB behind it: if that breaks off, both have to be emptied, and until then no service
 * starts. Fails with conflict / unknown_table, invalid / row_without_place, and unavailable.
 */
export async function distribute(
  directory: string,
  stores: DistributedStores,
  { rehearse, onRecords }: { rehearse: boolean; onRecords: (done: number, total: number) => void },
): Promise<Distributed> {
  refuseUnknown(directory)
  const tables = await openSqliteTables({ directory })
  try {
    const counted = await requirePlaces(stores, tables)
    if (rehearse) return counted
    const total = counted.mysql_rows + counted.dynamodb_items
    let done = 0
    const counting = (records: AsyncIterable<PlacedRecord>) =>
      eachTold(records, () => onRecords((done += 1), total))
    await markImport(stores.dynamodb)
    await continueNumbers(stores.events, tables)
    const mysql_rows = await fillDatabase(stores.auth, counting(databaseRows(tables)))
    const items = counting(tableItems(stores, tables))
    const dynamodb_items = await fillTables({ ...needs, ...stores }, items)
    await unmarkImport(stores.dynamodb)
    return { mysql_rows, dynamodb_items }
  } finally {
    await tables.close()
  }
}

/** Rather no import than one that silently leaves a table out. */
function refuseUnknown(directory: string): void {
  const unknown = [...storedTables(directory).keys()].filter((name) => !isDistributed(name))
  if (unknown.length === 0) return
  const message = `nobody knows where the tables ${unknown.join(', ')} belong`
  throw new DomainError('conflict', 'unknown_table', message, { tables: unknown })
}

async function requirePlaces(stores: DistributedStores, tables: Tables): Promise<Distributed> {
  const columns = await readColumns(stores.auth)
  const counted = { mysql_rows: 0, dynamodb_items: 0 }
  for await (const record of databaseRows(tables)) {
    requireFittingRow(columns, record)
    counted.mysql_rows += 1
  }
  for await (const record of tableItems(stores, tables)) {
    requireFittingItem(distributedTables, record)
    counted.dynamodb_items += 1
  }
  return counted
}

async function* databaseRows(tables: Tables): AsyncGenerator<PlacedRecord> {
  yield* authRows(tables)
  yield* eventsRows(needs, tables)
  yield* notificationRows(tables)
}

async function* tableItems(
  stores: DistributedStores,
  tables: Tables,
): AsyncGenerator<PlacedRecord> {
  yield* inventoryItems(needs, tables)
  yield* bookingItems(tables)
  yield* paymentItems(tables, stores)
  yield* outboxItems(tables)
}

async function* eachTold(
  records: AsyncIterable<PlacedRecord>,
  tell: () => void,
): AsyncGenerator<PlacedRecord> {
  for await (const record of records) {
    tell()
    yield record
  }
}
