import { seatJournalTable } from '@usher/inventory/adapters/tables/rows'
import { openSqliteTables, storedTables, type Tables } from '@usher/stores'
import { auditTables } from '../audit/audit-tables.ts'
import type { Findings } from '../audit/findings.ts'
import { exportedTables } from './catalogue.ts'

/** What a data directory holds, and what the audit says of it. */
export interface Holding {
  /** Rows by table, those without any left out. */
  readonly rows: Readonly<Record<string, number>>
  /** When a seat changed last, RFC 3339; null when none ever did. */
  readonly newest_change: string | null
  readonly checked: Findings['checked']
  readonly violations: Findings['violations']
  /** How many violations there are; the list has the first of them. */
  readonly found: number
}

/** Says what the store in `directory`, which no process has, holds; audits all of it. */
export async function auditDirectory(
  directory: string,
  onPart: (done: number, total: number) => void,
): Promise<Holding> {
  const tables = await openSqliteTables({ directory })
  try {
    const { checked, violations, found } = await auditTables(tables, {
      onPart: (_part, done, total) => onPart(done, total),
    })
    return {
      rows: rowsOf(directory),
      newest_change: await newestChange(tables),
      checked,
      violations,
      found,
    }
  } finally {
    await tables.close()
  }
}

function rowsOf(directory: string): Record<string, number> {
  const stored = storedTables(directory)
  const counted = exportedTables
    .map(({ table }) => [table.name, stored.get(table.name) ?? 0] as const)
    .filter(([, rows]) => rows > 0)
  return Object.fromEntries(counted)
}

async function newestChange(tables: Tables): Promise<string | null> {
  const [newest] = await tables.list(seatJournalTable, 'key', { descending: true, limit: 1 })
  return newest ? new Date(newest.at_ms).toISOString() : null
}
