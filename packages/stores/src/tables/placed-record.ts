import { DomainError } from '@usher/kernel'
import type { Table } from './table.ts'

/** What a row of the embedded store is in another store: a row or an item of `into`. */
export interface PlacedRecord {
  /** The row that it was made from, for whoever must mend it: `bookings bkg_…`. */
  readonly from: string
  readonly into: string
  readonly record: Readonly<Record<string, unknown>>
}

/** Names a row by its table and key. */
export function nameOfRow<Row extends object>({ name, key }: Table<Row>, row: Row): string {
  return [name, ...key.map((column) => String(row[column]))].join(' ')
}

/** `record` as it is made from `row`. */
export function placedRecord<Row extends object>(
  table: Table<Row>,
  row: Row,
  place: { readonly into: string; readonly record: object },
): PlacedRecord {
  const record = place.record as Readonly<Record<string, unknown>>
  return { from: nameOfRow(table, row), into: place.into, record }
}

/** invalid / row_without_place: nothing can be made of the row there. */
export function withoutPlace(row: string, reason: string): DomainError {
  const message = `${row} has no place: ${reason}`
  return new DomainError('invalid', 'row_without_place', message, { row, reason })
}
