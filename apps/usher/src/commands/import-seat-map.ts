import { isDomainError } from '@usher/kernel'
import { choiceOption, UsageError, wholeNumberOption } from '../cli/arguments.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { fileContent } from '../import/file-content.ts'
import { importIntoDataDir } from '../import/import-into-data-dir.ts'
import type { ImportReport, ImportRequest, Remark } from '../import/import-request.ts'
import { importThroughApi } from '../import/import-through-api.ts'

const EVENT_ID_MAX = 0xffff_ffff
const formats = ['usher', 'pretix', 'csv', 'svg', 'seatsio', 'json'] as const

export const importSeatMap = defineCommand({
  name: 'seat-map',
  operands: 'FILE',
  summary: 'read a seat map from a file into an event',
  about: [
    'Reads a seat map (our own JSON, a pretix seating plan, CSV, SVG, a seats.io chart, or',
    'JSON of your own) and makes it the map of an event, as long as no seat of it was taken.',
    'A file with errors imports nothing, and every problem is listed with its line or path;',
    'how a file was read is shown as a mapping. docs/seat-maps.md describes the formats.',
    '',
    'Works on the data directory itself when no server has it, and through a running server',
    'with --url.',
  ].join('\n'),
  options: {
    event: { type: 'string', value: 'ID', description: 'the event that gets the map' },
    format: {
      type: 'string',
      value: 'FORMAT',
      description: `${formats.join(', ')}; told by the file when absent`,
    },
    prices: {
      type: 'string',
      value: 'PRICES',
      description: 'prices by category, for formats that have none: "Cat A:45.00,Cat B:30.00"',
    },
    columns: {
      type: 'string',
      value: 'COLUMNS',
      description: 'our names and the file\'s, as --dry-run shows them: "section:Block,row:Reihe"',
    },
    currency: { type: 'string', value: 'CODE', description: 'fails unless the event sells in it' },
    'dry-run': { type: 'boolean', description: 'only say what would happen' },
    'data-dir': dataDirOption,
    url: { type: 'string', value: 'URL', description: 'the running server that does it instead' },
    token: {
      type: 'string',
      value: 'TOKEN',
      description: "with --url: an organizer's token or API key",
    },
    json: jsonOption,
  },
  examples: [
    {
      line: 'usher import seat-map plan.json --event 7 --prices "Stalls:45.00,Circle:30.00"',
      does: 'a pretix plan; its categories get prices',
    },
    {
      line: 'usher import seat-map a.csv --event 7 --columns "section:Block,row:Reihe" --dry-run',
      does: 'says what a spreadsheet would become',
    },
    {
      line: 'usher import seat-map hall.json --event 7 --url http://localhost:8080 --token usk_…',
      does: 'the same through a running server',
    },
  ],
  async run({ values, operands, terminal, env }) {
    const request = requestOf(values, operands)
    const { url, token } = values
    if ((url === undefined) !== (token === undefined)) {
      throw new UsageError('--url and --token go together')
    }
    try {
      const report =
        url !== undefined && token !== undefined
          ? await importThroughApi(request, { url, token })
          : await importIntoDataDir(request, { dataDir: values['data-dir'], env })
      const { notes, ...outcome } = report
      for (const { where, reason } of notes) terminal.say(`  note ${where}: ${reason}`)
      if (values.json) outJson(terminal, outcome)
      else tell(outcome, request, terminal)
      return exitCodes.ok
    } catch (error) {
      return tellProblems(error, values.json, terminal)
    }
  },
})

interface Given {
  readonly event: string | undefined
  readonly format: string | undefined
  readonly prices: string | undefined
  readonly columns: string | undefined
  readonly currency: string | undefined
  readonly 'dry-run': boolean
}

function requestOf(values: Given, [file, ...rest]: readonly string[]): ImportRequest {
  if (file === undefined || rest.length > 0) {
    throw new UsageError('say "usher import seat-map FILE"')
  }
  if (values.event === undefined) throw new UsageError('--event says which event gets the map')
  const { format, prices, columns, currency } = values
  return {
    file,
    content: fileContent(file),
    format: format === undefined ? undefined : choiceOption('format', format, formats),
    eventId: wholeNumberOption('event', values.event, { min: 1, max: EVENT_ID_MAX }),
    dryRun: values['dry-run'],
    prices,
    columns,
    currency,
  }
}

function tell(
  { seats, areas, skipped, columns }: Omit<ImportReport, 'notes'>,
  { dryRun, eventId }: ImportRequest,
  terminal: Terminal,
): void {
  for (const [ours, theirs] of Object.entries(columns)) terminal.out(`  ${ours}: ${theirs}`)
  for (const { where, reason } of skipped) terminal.out(`  skipped ${where}: ${reason}`)
  const done = dryRun ? 'would have' : 'has'
  terminal.out(
    `Event ${eventId} ${done} ${seats} seats and ${areas} areas; ${skipped.length} skipped.`,
  )
}

function tellProblems(error: unknown, json: boolean, terminal: Terminal): ExitCode {
  if (!isDomainError(error, 'invalid_seat_map')) throw error
  const problems = (error.facts['problems'] ?? []) as readonly Remark[]
  if (json) outJson(terminal, { problems })
  else for (const { where, reason } of problems) terminal.out(`  ${where}: ${reason}`)
  terminal.say(`usher: nothing was imported: ${error.message}`)
  return exitCodes.failed
}
