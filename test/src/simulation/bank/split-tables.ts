import type { Change, KeyPart, ListOptions, Table, Tables } from '@usher/stores'
import { never, type Power } from '../machine/power.ts'

/** The bank's own tables are named so. */
const BANK_PREFIX = 'sandbox_'

/**
 * The tables of one process, in which those of the sandbox bank are the bank's: they are elsewhere,
 * survive our crashes, and a process that is gone does not reach them.
 */
export function splitTables({
  ours,
  bank,
  power,
}: {
  ours: Tables
  bank: Tables
  power: Power
}): Tables {
  const sideOf = (table: { readonly name: string }): Tables =>
    table.name.startsWith(BANK_PREFIX) ? bank : ours
  return {
    get: <Row extends object>(table: Table<Row>, ...key: readonly KeyPart[]) =>
      sideOf(table).get(table, ...key),
    async commit(changes: readonly Change[]) {
      const sides = new Set(changes.map(({ table }) => sideOf(table)))
      if (sides.size > 1) throw new TypeError('the bank and we share no transaction')
      if (!power.on) return never()
      await (sides.has(bank) ? bank : ours).commit(changes)
    },
    list: <Row extends object>(table: Table<Row>, index: string, options: ListOptions) =>
      sideOf(table).list(table, index, options),
    ready: () => ours.ready(),
    close: () => ours.close(),
  }
}
