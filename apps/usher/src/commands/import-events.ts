import { isDomainError } from '@usher/kernel'
import { UsageError } from '../cli/arguments.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts'
import { showProgress } from '../cli/progress.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { dryRunThroughApi } from '../import/events/dry-run-through-api.ts'
import { eventImportOptions } from '../import/events/event-option-values.ts'
import { eventOptions } from '../import/events/event-options.ts'
import type { EventTarget } from '../import/events/event-target.ts'
import { eventsInCopy, eventsInDataDir } from '../import/events/events-in-data-dir.ts'
import { eventsThroughApi } from '../import/events/events-through-api.ts'
import { importEventsInto } from '../import/events/import-events.ts'
import type { EventImportOptions, Remark } from '../import/events/import-options.ts'
import { readEventFiles } from '../import/events/read-event-files.ts'
import { tellImport } from '../import/events/tell-import.ts'

export const importEvents = defineCommand({
  name: 'events',
  operands: 'FILE…',
  summary: 'read events from CSV, iCalendar, schema.org or JSON files',
  about: [
    'Reads events from tables (CSV), calendars (iCalendar), web pages and JSON-LD with',
    'schema.org events, and lists in JSON, and makes them drafts of an organizer. Venues are',
    'found by name and city, or made. Importing a file again changes nothing; an edition of it',
    'that has changed changes the events that were made of it. docs/event-imports.md says how.',
    '',
    'Works on the data directory itself when no server has it, and through a running server',
    'with --url.',
  ].join('\n'),
  options: { ...eventOptions, 'data-dir': dataDirOption, json: jsonOption },
  examples: [
    {
      line: 'usher import events season.csv --organizer ann@example.org --dry-run',
      does: 'says how the columns are read, and which events would be new',
    },
    {
      line: 'usher import events bar.ics --organizer ann@example.org --city Porto --country PT',
      does: 'a calendar that names its places, but not their city',
    },
    {
      line: 'usher import events page.html --url http://localhost:8080 --token usk_… --upcoming',
      does: 'what is still to come, through a running server',
    },
  ],
  async run({ values, operands, terminal, env }) {
    const { url, token, organizer, json } = values
    if ((url === undefined) !== (token === undefined)) {
      throw new UsageError('--url and --token go together')
    }
    if (url === undefined && organizer === undefined) {
      throw new UsageError('--organizer says whose events these are: the address of an account')
    }
    const options = eventImportOptions(operands, values, Date.now())
    const place = { dataDir: values['data-dir'], env, organizer: organizer ?? '' }
    const server = url !== undefined && token !== undefined ? { url, token } : undefined
    const open = () =>
      server
        ? (options.dryRun ? dryRunThroughApi : eventsThroughApi)(server)
        : (options.dryRun ? eventsInCopy : eventsInDataDir)(place)
    try {
      return await runImport(options, { open, json, terminal })
    } catch (error) {
      return tellProblems(error, json, terminal)
    }
  },
})

interface Run {
  readonly open: () => Promise<EventTarget>
  readonly json: boolean
  readonly terminal: Terminal
}

async function runImport(
  options: EventImportOptions,
  { open, json, terminal }: Run,
): Promise<ExitCode> {
  const read = readEventFiles(options)
  const target = await open()
  const progress = showProgress(terminal, { label: 'events', total: read.events.length })
  try {
    const onProgress = (done: number) => progress.update(done)
    const report = await importEventsInto(target, { read, options, onProgress })
    progress.end()
    if (json) outJson(terminal, report)
    else tellImport(report, terminal)
    const { new: made, changed, unchanged } = report.events
    const nothing = made + changed + unchanged === 0 && report.skipped.length > 0
    return nothing && options.sinceMs === undefined ? exitCodes.failed : exitCodes.ok
  } finally {
    progress.end()
    await target.close()
  }
}

function tellProblems(error: unknown, json: boolean, terminal: Terminal): ExitCode {
  if (!isDomainError(error, 'invalid_event_file')) throw error
  const problems = (error.facts['problems'] ?? []) as readonly Remark[]
  if (json) outJson(terminal, { problems })
  else for (const { where, reason } of problems) terminal.out(`  ${where}: ${reason}`)
  terminal.say('usher: nothing was imported: a file cannot be read')
  return exitCodes.failed
}
