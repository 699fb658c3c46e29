import type { EventDefaults, EventFile } from '@usher/events/event-files'

/** What `usher import events` was asked for. */
export interface EventImportOptions extends Pick<EventFile, 'format' | 'columns' | 'dates'> {
  readonly files: readonly string[]
  readonly defaults: EventDefaults
  /** Places of the general-admission area that each event without a seat map gets. */
  readonly capacity: number | undefined
  /** Of each place; absent: what the file says. */
  readonly price: string | undefined
  readonly publish: boolean
  /** What ended before is left out. */
  readonly sinceMs: number | undefined
  readonly dryRun: boolean
}

export interface Remark {
  readonly where: string
  readonly reason: string
}

/** What became of an event. */
export interface ImportedEntry {
  readonly where: string
  readonly name: string
  /** Nothing for a dry run that would create it. */
  readonly event_id: number | null
  readonly starts_at: string
  readonly venue: string
  readonly outcome: 'new' | 'changed' | 'unchanged'
  /** The fields that changed. */
  readonly changes: readonly string[]
}

/** What `--json` prints. */
export interface EventImportReport {
  readonly dry_run: boolean
  readonly files: readonly FileReport[]
  readonly venues: { readonly new: number; readonly known: number }
  readonly events: { readonly new: number; readonly changed: number; readonly unchanged: number }
  readonly seat_maps: number
  readonly published: number
  readonly entries: readonly ImportedEntry[]
  readonly skipped: readonly Remark[]
  readonly notes: readonly Remark[]
}

/** How a file was read. */
export interface FileReport {
  readonly file: string
  readonly format: string
  readonly encoding: string
  readonly events: number
  /** Our fields and the file's columns, for tables and lists. */
  readonly mapping: Readonly<Record<string, string>>
}
