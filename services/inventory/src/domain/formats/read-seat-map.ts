import { type Currency, DomainError } from '@usher/kernel'
import { type SeatMap, seatMapLimits } from '../seat-map.ts'
import type { CategoryPrices } from './category-prices.ts'
import { readCsv } from './csv.ts'
import type { CsvColumns } from './csv-table.ts'
import { finishSeatMap } from './finish-seat-map.ts'
import { readPretix } from './pretix.ts'
import { failRead, NoteList, type Problem, ProblemList } from './problems.ts'
import { decodeText, parseJson } from './text.ts'
import { readUsherJson } from './usher-json.ts'

export const seatMapFormats = ['usher', 'pretix', 'csv'] as const

export type SeatMapFormat = (typeof seatMapFormats)[number]

/** A file and what it does not say itself. */
export interface SeatMapSource {
  readonly format: SeatMapFormat
  /** The file's bytes, or its text. */
  readonly content: Uint8Array | string
  /** CSV: our column name -> the file's. */
  readonly columns?: CsvColumns
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
}

/**
 * Reads a seat map file. Throws `invalid` / `invalid_seat_map` with `problems` (each `where` and
 * `reason`, the first hundred) and `problem_count` when anything in it is wrong; then nothing of it
 * may be used. Takes about a second for the largest file that is allowed, so it is for organizers,
 * not for the path of a sale.
 */
export function readSeatMap(source: SeatMapSource): ReadSeatMap {
  const problems = new ProblemList()
  const skipped = new NoteList()
  const notes = new NoteList()
  const text = decodeText(source.content)
  const read = readDraft(text, { source, problems, notes })
  if (!read) {
    problems.throwIfAny()
    throw new DomainError('invalid', 'invalid_seat_map', 'the seat map cannot be read')
  }
  const { draft, currency } = read
  const prices = source.prices ?? {}
  const map = finishSeatMap(draft, { currency, prices, problems, skipped, notes })
  return { map, skipped: skipped.list(), notes: notes.list() }
}

interface Reading {
  readonly source: SeatMapSource
  readonly problems: ProblemList
  readonly notes: NoteList
}

function readDraft(
  text: string,
  { source, problems, notes }: Reading,
): ReturnType<typeof readUsherJson> {
  const { format, currency, columns = {} } = source
  if (format === 'usher') return readUsherJson(parseJson(text), { currency, problems })
  if (currency === undefined) {
    return failRead('currency', `missing: a ${format} file does not say what its prices are in`)
  }
  const draft =
    format === 'pretix'
      ? readPretix(parseJson(text), { problems, notes })
      : readCsv(text, { columns, currency, problems, notes })
  return draft && { draft, currency }
}

/** Largest content that `readSeatMap` takes, in bytes: for body limits. */
export const maxSeatMapBytes = seatMapLimits.contentBytes
