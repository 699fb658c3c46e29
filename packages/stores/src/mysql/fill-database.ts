import { DomainError } from '@usher/kernel'
import { type Kysely, sql } from 'kysely'
import { type PlacedRecord, withoutPlace } from '../tables/placed-record.ts'
import { isDuplicate, unavailableWhenLost } from './mysql-errors.ts'
import type { Mysql } from './open-mysql.ts'

/** Rows of one INSERT. */
const BATCH = 200
/** What DATETIME holds: the years 1000 to 9999. */
const EARLIEST_MS = Date.UTC(1000, 0)
const LATEST_MS = Date.UTC(10_000, 0) - 1

/** Any table of the database: what a record says of itself. */
type AnyDatabase = Record<string, Record<string, unknown>>

/** The columns of the tables as the server has them. */
export type DatabaseColumns = ReadonlyMap<string, ReadonlyMap<string, Column>>

interface Column {
  readonly isNullable: boolean
  readonly isCounted: boolean
  /** Characters of a VARCHAR, bytes of anything else; undefined: no text. */
  readonly length: number | undefined
  readonly isInBytes: boolean
}

/** Fails with conflict / store_not_empty when one of the tables has a row. */
export async function requireEmptyDatabase<Database>(
  { db }: Mysql<Database>,
  tables: readonly string[],
): Promise<void> {
  for (const table of tables) {
    const found = await unavailableWhenLost(() =>
      sql`SELECT 1 FROM ${sql.table(table)} LIMIT 1`.execute(db),
    )
    if (found.rows.length === 0) continue
    const message = `the table ${table} is not empty: give it an empty database`
    throw new DomainError('conflict', 'store_not_empty', message, { table })
  }
}

export async function readColumns<Database>({ db }: Mysql<Database>): Promise<DatabaseColumns> {
  const { rows } = await unavailableWhenLost(() =>
    sql<ColumnRow>`SELECT table_name AS tableName, column_name AS columnName, data_type AS type,
      is_nullable AS nullable, character_maximum_length AS length, extra AS more,
      column_default AS preset
      FROM information_schema.columns WHERE table_schema = DATABASE()`.execute(db),
  )
  const byTable = Map.groupBy(rows, ({ tableName }) => tableName)
  return new Map(
    [...byTable].map(([table, of]) => [
      table,
      new Map(of.map((row) => [row.columnName, columnOf(row)])),
    ]),
  )
}

interface ColumnRow {
  readonly tableName: string
  readonly columnName: string
  readonly type: string
  readonly nullable: 'YES' | 'NO'
  readonly length: number | null
  readonly more: string
  readonly preset: string | null
}

function columnOf({ type, nullable, length, more, preset }: ColumnRow): Column {
  return {
    isNullable: nullable === 'YES',
    isCounted: more.includes('auto_increment') || preset !== null,
    length: length ?? undefined,
    isInBytes: !/^(var)?char$/.test(type),
  }
}

/** Throws invalid / row_without_place for a row that MySQL would refuse. */
export function requireFittingRow(columns: DatabaseColumns, placed: PlacedRecord): void {
  const { from, into, record } = placed
  const table = columns.get(into)
  if (!table) throw withoutPlace(from, `there is no table ${into}`)
  for (const name of Object.keys(record)) {
    if (!table.has(name)) throw withoutPlace(from, `${into} has no column ${name}`)
  }
  for (const [name, column] of table) {
    const reason = misfit(column, record[name])
    if (reason) throw withoutPlace(from, `${into}.${name} ${reason}`)
  }
}

function misfit(column: Column, value: unknown): string | undefined {
  if (value === undefined && column.isCounted) return undefined
  if (value === undefined || value === null) {
    return column.isNullable ? undefined : 'must not be empty'
  }
  if (value instanceof Date) {
    const isKept = value.getTime() >= EARLIEST_MS && value.getTime() <= LATEST_MS
    return isKept ? undefined : 'holds the years 1000 to 9999'
  }
  if (typeof value !== 'string' || column.length === undefined) return undefined
  const length = column.isInBytes ? Buffer.byteLength(value) : [...value].length
  return length > column.length ? `takes ${column.length} characters` : undefined
}

/**
 * Inserts every record in one transaction, all or nothing; answers how many there were. Fails with
 * invalid / row_without_place when two rows have what may be there once.
 */
export async function fillDatabase<Database>(
  { db }: Mysql<Database>,
  records: AsyncIterable<PlacedRecord>,
): Promise<number> {
  let count = 0
  await unavailableWhenLost(() =>
    (db as unknown as Kysely<AnyDatabase>).transaction().execute(async (trx) => {
      for await (const batch of inBatches(records)) {
        await insertBatch(trx, batch)
        count += batch.length
      }
    }),
  )
  return count
}

/** Consecutive records of one table. */
async function* inBatches(records: AsyncIterable<PlacedRecord>): AsyncGenerator<PlacedRecord[]> {
  let batch: PlacedRecord[] = []
  for await (const record of records) {
    const isOther = batch[0] !== undefined && batch[0].into !== record.into
    if (isOther || batch.length === BATCH) {
      yield batch
      batch = []
    }
    batch.push(record)
  }
  if (batch.length > 0) yield batch
}

async function insertBatch(db: Kysely<AnyDatabase>, batch: readonly PlacedRecord[]): Promise<void> {
  const [first] = batch
  if (!first) return
  try {
    const values = batch.map(({ record }) => ({ ...record }))
    await db.insertInto(first.into).values(values).execute()
  } catch (error) {
    if (!isDuplicate(error)) throw error
    const { sqlMessage = '' } = error as { sqlMessage?: string }
    throw withoutPlace(`one of ${batch.length} rows behind ${first.from}`, sqlMessage)
  }
}

/** The next row of `table` that is given a number gets `next`, or a higher one. */
export async function numberFrom<Database>(
  { db }: Mysql<Database>,
  { table, next }: { readonly table: string; readonly next: number },
): Promise<void> {
  const statement = sql`ALTER TABLE ${sql.table(table)} AUTO_INCREMENT = ${sql.lit(next)}`
  await unavailableWhenLost(() => statement.execute(db))
}
