import { basename } from 'node:path'
import { type ImportedEvent, type ReadEventFile, readEventFile } from '@usher/events/event-files'
import { fileContent } from '../file-content.ts'
import type { EventImportOptions, FileReport, Remark } from './import-options.ts'

/** The events of all files, and how these were read. */
export interface ReadFiles {
  readonly files: readonly FileReport[]
  readonly events: readonly ImportedEvent[]
  readonly skipped: readonly Remark[]
  readonly notes: readonly Remark[]
}

/** Reads every file before anything is written: one that cannot be read imports nothing. */
export function readEventFiles(options: EventImportOptions): ReadFiles {
  const read = options.files.map((file) => {
    const { format, columns, dates, defaults, sinceMs: fromMs } = options
    const content = fileContent(file)
    const filename = basename(file)
    return {
      file,
      ...readEventFile({ content, filename, format, columns, dates, defaults, fromMs }),
    }
  })
  const byKey = new Map<string, ImportedEvent>()
  const skipped = read.flatMap((each) =>
    each.skipped.map((remark) => inFile(remark, each, options)),
  )
  const notes = read.flatMap((each) => each.notes.map((remark) => inFile(remark, each, options)))
  for (const each of read) {
    for (const event of each.events) {
      const at = inFile({ where: event.where, reason: 'is in an earlier file too' }, each, options)
      if (byKey.has(event.sourceKey)) notes.push(at)
      else if (isOver(event, options)) skipped.push({ ...at, reason: 'is over' })
      else if (event.currency === '') skipped.push({ ...at, reason: 'has no currency: --currency' })
      else byKey.set(event.sourceKey, { ...event, where: at.where })
    }
  }
  return { files: read.map(fileReport), events: [...byKey.values()], skipped, notes }
}

function isOver({ startMs, endMs }: ImportedEvent, { sinceMs }: EventImportOptions): boolean {
  return sinceMs !== undefined && (endMs ?? startMs) < sinceMs
}

function inFile(remark: Remark, { file }: { file: string }, { files }: EventImportOptions): Remark {
  return files.length === 1 ? remark : { ...remark, where: `${file}: ${remark.where}` }
}

function fileReport({ file, ...read }: ReadEventFile & { file: string }): FileReport {
  const { format, encoding, events, mapping = {} } = read
  return { file, format, encoding, events: events.length, mapping }
}
