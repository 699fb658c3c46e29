import { type TableOptions, readCsvEvents } from './csv-events.ts'
import type { DateSequence } from './date-text.ts'
import { decodeText } from './decode-text.ts'
import type { EventDraft, Reading } from './event-draft.ts'
import { type FileFormat, formatOfFile } from './file-format.ts'
import type { EventField, Mapping } from './field-names.ts'
import { finishEvents } from './finish-events.ts'
import { readCalendar } from './icalendar.ts'
import type { EventDefaults, ImportedEvent, Problem } from './imported-event.ts'
import { readJsonEvents } from './json-events.ts'
import { readHtml, readJsonLd } from './json-ld.ts'
import { parseJson } from './parse-json.ts'
import { readPhilharmonic } from './philharmonic.ts'
import { Remarks } from './problems.ts'

/** A file and what it does not say itself. */
export interface EventFile {
  readonly content: Uint8Array
  /** Absent: told by the content, and by the name where that leaves a doubt. */
  readonly format?: FileFormat | undefined
  readonly filename?: string | undefined
  /** CSV and JSON: our field -> the file's column or path. */
  readonly columns?: Readonly<Record<string, string>> | undefined
  /** CSV and JSON: which number of 03/04/2026 is the day. */
  readonly dates?: DateSequence | undefined
  /** Calendars: what recurs is taken from here on. */
  readonly fromMs?: number | undefined
  readonly defaults: EventDefaults
}

export interface ReadEventFile {
  readonly events: ImportedEvent[]
  /** What the file has and the events have not, and why. */
  readonly skipped: Problem[]
  /** What was decided for the file. */
  readonly notes: Problem[]
  /** CSV and JSON: by which columns or fields it was read, given or guessed. */
  readonly mapping?: Readonly<Partial<Record<EventField, string>>>
  readonly encoding: string
  readonly format: FileFormat
}

/**
 * Reads the events of a file. Throws invalid / invalid_event_file with `problems` (each `where` and
 * `reason`) when nothing in it can be read.
 */
export function readEventFile(file: EventFile): ReadEventFile {
  const { text, encoding } = decodeText(file.content)
  const reading: Reading = { skipped: new Remarks(), notes: new Remarks() }
  const format = file.format ?? formatOfFile(text, file.filename)
  const { drafts, mapping } = readDrafts(text, { file, format, reading })
  const events = finishEvents(drafts, { defaults: file.defaults, reading })
  if (encoding !== 'utf-8') reading.notes.add('file', `is not UTF-8: it was read as ${encoding}`)
  return {
    events,
    skipped: reading.skipped.list(),
    notes: reading.notes.list(),
    ...(mapping && { mapping: Object.fromEntries(mapping) }),
    encoding,
    format,
  }
}

interface Opened {
  readonly file: EventFile
  readonly format: FileFormat
  readonly reading: Reading
}

function readDrafts(
  text: string,
  { file, format, reading }: Opened,
): { drafts: EventDraft[]; mapping?: Mapping } {
  const { columns = {}, dates, fromMs, defaults } = file
  const options: TableOptions = { columns, dates }
  const { timeZone } = defaults
  if (format === 'csv') return readCsvEvents(text, options, reading)
  if (format === 'icalendar') return { drafts: readCalendar(text, { fromMs, timeZone }, reading) }
  if (format === 'html') return { drafts: readHtml(text, reading) }
  const document = parseJson(text)
  if (format === 'json-ld') return { drafts: readJsonLd(document, reading) }
  if (format === 'nyphil') return { drafts: readPhilharmonic(document, reading) }
  return readJsonEvents(document, options, reading)
}
