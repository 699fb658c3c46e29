import { UsageError, wholeNumberOption } from '../cli/arguments.ts'
import { defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { outJson } from '../cli/terminal.ts'

const SECONDS_MAX = 600

export const bench = defineCommand({
  name: 'bench',
  operands: 'bookings',
  summary: 'measure complete bookings a second on this machine',
  about: [
    'Measures complete bookings (reserve two seats, pay, confirm; durable, over HTTP)',
    'against an event of 80,000 seats, and beside it, on the same cores, what one would',
    'write instead: PostgreSQL with SELECT … FOR UPDATE, and the limit of the HTTP server.',
    'Ends with 1 when a seat was sold twice or a sale lost.',
  ].join('\n'),
  options: {
    seconds: {
      type: 'string',
      value: 'N',
      default: '10',
      description: 'how long each load lasts',
    },
    'no-baselines': { type: 'boolean', description: 'measure Usher alone' },
    json: jsonOption,
  },
  examples: [
    { line: 'usher bench bookings', does: 'the whole comparison, about two minutes' },
    { line: 'usher bench bookings --seconds 5 --json', does: 'the same as one JSON document' },
  ],
  async run({ values, operands, terminal }) {
    if (operands.length > 1 || (operands[0] ?? 'bookings') !== 'bookings') {
      throw new UsageError(`there is no benchmark "${operands.join(' ')}"; there is "bookings"`)
    }
    const seconds = wholeNumberOption('seconds', values.seconds, { min: 1, max: SECONDS_MAX })
    const { benchTable, runBookingsBench } = await import('@usher/bench')
    const report = await runBookingsBench({
      seconds,
      baselines: !values['no-baselines'],
      onProgress: terminal.say,
    })
    if (values.json) outJson(terminal, report)
    else terminal.out(benchTable(report))
    return report.oversold + report.lost > 0 ? exitCodes.failed : exitCodes.ok
  },
})
