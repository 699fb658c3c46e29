import { everyRow, type PlacedRecord, placedRecord, type Tables } from '@usher/stores'
import { fromRow, notificationsTable } from '../tables/notifications-table.ts'
import { rowFrom } from './notifications-database.ts'

/** What an import must find without a row. */
export const notificationTableNames = ['notifications'] as const

/** Everything that notification keeps in the embedded store, as rows of MySQL. */
export async function* notificationRows(tables: Tables): AsyncGenerator<PlacedRecord> {
  for await (const row of everyRow(tables, notificationsTable)) {
    const record = rowFrom(fromRow(row))
    yield placedRecord(notificationsTable, row, { into: 'notifications', record })
  }
}
