import { seatMapText } from '@usher/inventory/adapters/tables/seat-map-texts'
import type { Tables } from '@usher/stores'
import { allRows } from '../audit/all-rows.ts'
import { type CataloguedTable, exportedColumns, exportedTables, seatMapTexts } from './catalogue.ts'

/** A file of an export before it is written. */
export interface OutgoingFile {
  readonly path: string
  readonly table: string
  /** Its text, piece by piece, with the number of rows in each. */
  readonly pieces: () => AsyncIterable<Piece>
}

export interface Piece {
  readonly text: string
  readonly rows: number
}

const SEAT_MAPS = 'seat-maps'

/** Rows joined into one piece: few writes, little memory. */
const PIECE_ROWS = 500

/** Every file of an export of `tables`, in the order in which they are written. */
export async function* outgoingFiles(
  tables: Tables,
  { withSecrets }: { withSecrets: boolean },
): AsyncIterable<OutgoingFile> {
  for (const entry of exportedTables) {
    const columns = exportedColumns(entry, withSecrets)
    if (columns.length > 0) yield tableFile(tables, entry, columns)
  }
  yield* seatMapFiles(tables)
}

function tableFile(
  tables: Tables,
  { table }: CataloguedTable,
  columns: readonly string[],
): OutgoingFile {
  return {
    path: `${table.name}.jsonl`,
    table: table.name,
    async *pieces() {
      let lines: string[] = []
      for await (const row of allRows(tables, table)) {
        lines.push(rowLine(row, columns))
        if (lines.length < PIECE_ROWS) continue
        yield { text: lines.join(''), rows: lines.length }
        lines = []
      }
      if (lines.length > 0) yield { text: lines.join(''), rows: lines.length }
    },
  }
}

/** Columns in their own order, so that the same row is always the same line. */
function rowLine(row: object, columns: readonly string[]): string {
  const values = row as Record<string, unknown>
  const ordered = Object.fromEntries(columns.map((column) => [column, values[column] ?? null]))
  return `${JSON.stringify(ordered)}\n`
}

async function* seatMapFiles(tables: Tables): AsyncIterable<OutgoingFile> {
  for await (const row of allRows(tables, seatMapTexts)) {
    yield {
      path: `${SEAT_MAPS}/${row.event_id}.json`,
      table: seatMapTexts.name,
      async *pieces() {
        yield { text: await seatMapText(row), rows: 1 }
      },
    }
  }
}
