import { seatMapTextRow } from '@usher/inventory/adapters/tables/seat-map-texts'
import { DomainError } from '@usher/kernel'
import { fillSqliteTables, type Table, type TableFiller } from '@usher/stores'
import { exportedTables, seatMapTexts } from './catalogue.ts'
import { incomingLines, incomingText, type Problem } from './incoming-lines.ts'
import { type ExportedFile, type Manifest, readManifest } from './manifest.ts'
import { parseRow } from './parse-row.ts'

/** Enough to see what is wrong; the rest is alike. */
const PROBLEMS_MAX = 20

const tableByName = new Map(exportedTables.map(({ table }) => [table.name, table]))

/**
 * Reads the export in `directory` into a new store in `incoming`: every file is checked against the
 * manifest, every row against its table. Fails as `readManifest` does, and with invalid /
 * invalid_export, whose facts name each problem with its file and line; the store is then of no
 * use.
 */
export async function readExport(
  directory: string,
  incoming: string,
  onProgress: (rows: number, total: number) => void,
): Promise<Manifest> {
  const manifest = await readManifest(directory)
  const total = manifest.files.reduce((sum, { rows }) => sum + rows, 0)
  const filler = fillSqliteTables(incoming)
  const reading = new Reading(directory, manifest, filler)
  try {
    for (const file of manifest.files) {
      await reading.read(file, () => onProgress(reading.rows, total))
    }
  } catch (error) {
    filler.abandon()
    throw error
  }
  reading.refuseIfWrong()
  return manifest
}

class Reading {
  readonly #directory: string
  readonly #manifest: Manifest
  readonly #filler: TableFiller
  readonly #problems: Problem[] = []
  readonly #seen = new Set<string>()
  rows = 0

  constructor(directory: string, manifest: Manifest, filler: TableFiller) {
    this.#directory = directory
    this.#manifest = manifest
    this.#filler = filler
  }

  async read(file: ExportedFile, onRows: () => void): Promise<void> {
    if (this.#problems.length >= PROBLEMS_MAX) return
    const before = this.rows
    const problems = this.#problems.length
    if (this.#seen.has(file.path)) this.#wrong(file.path, 'the manifest names it twice')
    this.#seen.add(file.path)
    if (file.table === seatMapTexts.name) await this.#readSeatMap(file)
    else await this.#readTable(file, onRows)
    const read = this.rows - before
    if (read !== file.rows && this.#problems.length === problems) {
      this.#wrong(file.path, `it has ${read} rows of ${file.rows}`)
    }
    onRows()
  }

  /** Throws when anything was wrong, else makes what was read durable. */
  refuseIfWrong(): void {
    if (this.#problems.length === 0) return this.#filler.finish()
    this.#filler.abandon()
    throw new DomainError('invalid', 'invalid_export', 'the export is damaged or was edited', {
      problems: this.#problems,
    })
  }

  async #readSeatMap(file: ExportedFile): Promise<void> {
    const eventId = Number(/^seat-maps\/(\d+)\.json$/.exec(file.path)?.[1])
    if (!eventId) return this.#wrong(file.path, 'a seat map is called seat-maps/<event_id>.json')
    const text = await incomingText(this.#directory, file, this.#add)
    try {
      JSON.parse(text)
    } catch (error) {
      return this.#wrong(file.path, `it is no JSON: ${messageOf(error)}`)
    }
    const row = await seatMapTextRow(eventId, new TextEncoder().encode(text))
    if (this.#filler.insert(seatMapTexts, row)) this.rows += 1
  }

  async #readTable(file: ExportedFile, onRows: () => void): Promise<void> {
    const table = tableByName.get(file.table)
    if (!table || file.path !== `${file.table}.jsonl`) {
      return this.#wrong(file.path, `this Usher has no table ${file.table}: use a newer one`)
    }
    const columns = this.#columnsOf(file, table)
    if (!columns) return
    for await (const { text, number } of incomingLines(this.#directory, file, this.#add)) {
      this.#insert({ table, columns, where: `${file.path}:${number}` }, text)
      if (this.#problems.length >= PROBLEMS_MAX) return
      if (number % PROGRESS_ROWS === 0) onRows()
    }
  }

  #columnsOf({ path }: ExportedFile, table: Table<object>): readonly string[] | undefined {
    const described = this.#manifest.tables[table.name]?.columns
    const types: Readonly<Record<string, string>> = table.types
    for (const [column, type] of Object.entries(described ?? {})) {
      if (types[column] === type) continue
      this.#wrong(path, `this Usher has no column ${column} of type ${type}: use a newer one`)
      return undefined
    }
    if (!described) this.#wrong(path, 'the manifest does not describe its columns')
    return described && Object.keys(described)
  }

  #insert({ table, columns, where }: Place, text: string): void {
    try {
      if (this.#filler.insert(table, parseRow(table, columns, text))) this.rows += 1
      else this.#wrong(where, 'another row has the same key')
    } catch (error) {
      // What SQLite says has a code: the disk is full, say. Everything else is about the line.
      if ((error as { errcode?: number }).errcode !== undefined) throw error
      this.#wrong(where, messageOf(error))
    }
  }

  readonly #add = (problem: Problem): void => void this.#problems.push(problem)

  #wrong(where: string, reason: string): void {
    this.#add({ where, reason })
  }
}

/** Where a row comes from and goes to. */
interface Place {
  readonly table: Table<object>
  readonly columns: readonly string[]
  readonly where: string
}

const PROGRESS_ROWS = 1000

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
