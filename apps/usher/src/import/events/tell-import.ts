import type { Terminal } from '../../cli/terminal.ts'
import type { EventImportReport, ImportedEntry, Remark } from './import-options.ts'

/** As many of a kind as somebody reads; the counts say how many there are. */
const LISTED = 20

/** Prints what became of the files. */
export function tellImport(report: EventImportReport, terminal: Terminal): void {
  for (const { file, format, encoding, events, mapping } of report.files) {
    terminal.out(`${file}: ${format}, ${encoding}, ${events} events`)
    const names = Object.entries(mapping).map(([ours, theirs]) => `${ours}: ${theirs}`)
    if (names.length > 0) terminal.out(`  read as ${names.join(', ')}`)
  }
  const { entries, notes, skipped } = report
  const news = entries.filter(({ outcome }) => outcome !== 'unchanged')
  tellSome(news.map(entryLine), terminal)
  tellSome(grouped(skipped, 'skipped'), terminal)
  tellSome(grouped(notes, 'note'), terminal)
  for (const line of summary(report)) terminal.out(line)
}

function entryLine({ outcome, name, starts_at: at, venue, changes, event_id: id }: ImportedEntry) {
  const which = id === null ? '' : ` ${id}`
  const what = changes.length === 0 ? '' : ` (${changes.join(', ')})`
  return `  ${outcome}${which}: ${name}, ${at}, ${venue}${what}`
}

/** One line a reason: a hundred events without a place are one thing to know. */
function grouped(remarks: readonly Remark[], word: string): string[] {
  const places = new Map<string, string[]>()
  for (const { where, reason } of remarks) {
    const known = places.get(reason) ?? []
    known.push(where)
    places.set(reason, known)
  }
  return [...places].map(([reason, [first = '', ...more]]) => {
    const others = more.length === 0 ? '' : ` and ${more.length} more`
    return `  ${word} ${first}${others}: ${reason}`
  })
}

function tellSome(lines: readonly string[], terminal: Terminal): void {
  for (const line of lines.slice(0, LISTED)) terminal.out(line)
  if (lines.length > LISTED) terminal.out(`  … and ${lines.length - LISTED} more`)
}

function summary({
  dry_run: isDry,
  events,
  venues,
  skipped,
  ...more
}: EventImportReport): string[] {
  const would = isDry ? 'Would be: ' : ''
  const made = `${venues.new} venues made, ${more.seat_maps} seat maps, ${more.published} published`
  return [
    `${would}${events.new} new, ${events.changed} changed, ${events.unchanged} unchanged, ` +
      `${skipped.length} skipped; ${made}.`,
  ]
}
