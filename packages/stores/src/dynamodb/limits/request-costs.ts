import type { TableDescription } from '../ensure-tables.ts'

/** Attribute name -> value as DynamoDB's JSON has it. */
export type Attributes = Readonly<Record<string, unknown>>

/** One item that a request reads or writes, and what that costs. */
export interface ItemCost {
  /** Table and key. */
  readonly item: string
  /** Partitions of the table and of its indexes -> units. */
  readonly units: ReadonlyMap<string, number>
}

export interface KnownTable extends TableDescription {
  /** In this installation. */
  readonly physicalName: string
}

export interface WriteRequest {
  readonly TableName: string
  readonly Key?: Attributes
  readonly Item?: Attributes
  readonly ExpressionAttributeValues?: Attributes
}

const WRITE_BYTES = 1024
const READ_BYTES = 4096

/**
 * Write units by the documentation
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html):
 * one for each KB begun, twice that in a transaction, and in each index one, or two when its key
 * may change. Sizes are those of the request, which is near enough.
 */
export function writeCost(
  table: KnownTable,
  write: WriteRequest,
  transactional: boolean,
): ItemCost {
  const { Key, Item, ExpressionAttributeValues } = write
  const given = Item ?? Key ?? {}
  const bytes = JSON.stringify({ ...given, ...ExpressionAttributeValues }).length
  const size = Math.ceil(bytes / WRITE_BYTES)
  const units = new Map([[partitionOf(table, given), size * (transactional ? 2 : 1)]])
  for (const [index, [hash, range]] of Object.entries(table.indexes ?? {})) {
    if (given[hash] === undefined) continue
    const moves = range !== undefined && given[range] === undefined
    units.set(`${table.name}/${index}/${textOf(given[hash])}`, size * (moves ? 2 : 1))
  }
  return { item: itemOf(table, given), units }
}

/** Read units of one item that is read by its key. */
export function readCost(table: KnownTable, key: Attributes, consistent: boolean): ItemCost {
  const units = new Map([[partitionOf(table, key), consistent ? 1 : 0.5]])
  return { item: itemOf(table, key), units }
}

/** Read units of an answer of so many bytes. */
export function queryUnits(bytes: number, consistent: boolean): number {
  return Math.ceil(bytes / READ_BYTES) * (consistent ? 1 : 0.5)
}

function partitionOf({ name, key: [hash] }: KnownTable, given: Attributes): string {
  return `${name}/${textOf(given[hash])}`
}

function itemOf({ name, key }: KnownTable, given: Attributes): string {
  const values = key.map((part) => (part === undefined ? '' : textOf(given[part])))
  return `${name}/${values.join('/')}`
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? ''
}
