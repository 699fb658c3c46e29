import { type Currency, DomainError } from '@usher/kernel'
import type { SeatMap } from '../seat-map.ts'
import type { CategoryPrices } from './category-prices.ts'
import { readCsv } from './csv.ts'
import { finishSeatMap } from './finish-seat-map.ts'
import { readOwnJson } from './own-json.ts'
import { readPretix } from './pretix.ts'
import { failRead, NoteList, type Problem, ProblemList } from './problems.ts'
import type { SeatMapColumns } from './seat-fields.ts'
import type { SeatMapDraft } from './seat-map-draft.ts'
import { fileOf, type SeatMapFormat, type SeatMapText } from './seat-map-format.ts'
import { readSeatsio } from './seatsio.ts'
import { readSvg } from './svg.ts'
import { decodeText } from './text.ts'
import { readUsherJson } from './usher-json.ts'

/** A file and what it does not say itself. */
export interface SeatMapSource {
  /** Null: found by the content. */
  readonly format: SeatMapFormat | null
  /** The file's bytes, or its text. */
  readonly content: Uint8Array | string
  /** CSV, SVG and JSON: our name -> the file's column, attribute, pattern or path. */
  readonly columns?: SeatMapColumns
  /**
   * Category name -> price in minor units, `*` for all others. They win over prices in the file.
   */
  readonly prices?: CategoryPrices
  /** The event's. Our own JSON carries one and must agree; the other formats need it. */
  readonly currency?: Currency
}

export interface ReadSeatMap {
  readonly map: SeatMap
  /** What the file has and the map has not, and why. */
  readonly skipped: Problem[]
  /** What was decided for the file: rows renamed, categories that are free. */
  readonly notes: Problem[]
  /** CSV, SVG and JSON: the mapping by which the file was read, given or guessed. */
  readonly columns: Record<string, string>
}

/**
 * Reads a seat map file. Throws `invalid` / `invalid_seat_map` with `problems` (each `where` and
 * `reason`, the first hundred) and `problem_count` when anything in it is wrong; then nothing of it
 * may be used. Takes about a second for the largest file that is allowed, so it is for organizers,
 * not for the path of a sale.
 */
export function readSeatMap(source: SeatMapSource): ReadSeatMap {
  const lists = { problems: new ProblemList(), skipped: new NoteList(), notes: new NoteList() }
  const text = decodeText(source.content, lists.notes)
  const file = fileOf(text, source.format, lists.notes)
  const read = readDraft(file, { ...lists, source })
  if (!read) {
    lists.problems.throwIfAny()
    throw new DomainError('invalid', 'invalid_seat_map', 'the seat map cannot be read')
  }
  const { draft, currency, columns = {} } = read
  const prices = source.prices ?? {}
  const map = finishSeatMap(draft, { ...lists, currency, prices })
  return { map, skipped: lists.skipped.list(), notes: lists.notes.list(), columns: { ...columns } }
}

interface Reading {
  readonly source: SeatMapSource
  readonly problems: ProblemList
  readonly skipped: NoteList
  readonly notes: NoteList
}

interface ReadDraft {
  readonly draft: SeatMapDraft
  readonly currency: Currency
  readonly columns?: SeatMapColumns
}

function readDraft(file: SeatMapText, reading: Reading): ReadDraft | undefined {
  const { source, problems } = reading
  const { currency, columns = {} } = source
  const { format } = file
  if (format === 'usher') return readUsherJson(file.document, { currency, problems })
  if (currency === undefined) {
    return failRead('currency', `missing: a ${format} file does not say what its prices are in`)
  }
  const options = { ...reading, columns, currency }
  switch (format) {
    case 'csv':
      return withCurrency(readCsv(file.text, options), currency)
    case 'svg':
      return withCurrency(readSvg(file.text, options), currency)
    case 'json':
      return withCurrency(readOwnJson(file.document, options), currency)
    case 'pretix':
      return withCurrency(draftOnly(readPretix(file.document, reading)), currency)
    case 'seatsio':
      return withCurrency(draftOnly(readSeatsio(file.document, reading)), currency)
  }
}

function draftOnly(draft: SeatMapDraft | undefined): { draft: SeatMapDraft } | undefined {
  return draft && { draft }
}

function withCurrency(
  read: { draft: SeatMapDraft; columns?: SeatMapColumns } | undefined,
  currency: Currency,
): ReadDraft | undefined {
  return read && { ...read, currency }
}

export { type SeatMapFormat, seatMapFormats } from './seat-map-format.ts'
