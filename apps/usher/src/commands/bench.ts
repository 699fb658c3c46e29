import { UsageError, wholeNumberOption } from '../cli/arguments.ts'
import { defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { nearest } from '../cli/nearest.ts'
import { outJson } from '../cli/terminal.ts'

const SECONDS_MAX = 600

const benchmarks = [
  'bookings',
  'availability',
  'scale',
  'race',
  'search',
  'tickets',
  'check-ins',
  'distributed',
  'all',
] as const

export const bench = defineCommand({
  name: 'bench',
  operands: 'SCENARIO',
  summary: 'measure bookings, searches, tickets and doors on this machine',
  about: [
    'bookings      complete bookings (reserve two seats, pay, confirm; durable, over HTTP) in',
    '              events of 80,000 seats, and beside them, on the same cores, what one would',
    '              write instead: PostgreSQL with SELECT … FOR UPDATE, and the limit of the',
    '              HTTP server',
    'availability  what is left of 80,000 seats: as a map, as counts, and unchanged',
    'scale         what a booking costs in small events, in large ones, and in many at once',
    'race          1,000 buyers for one seat; 2,000 for the best ones that are left',
    'search        searches and suggestions over 100,000 events, alone and beside bookings, and',
    '              what they take from the bookings',
    'tickets       codes signed and verified offline, beside bare Ed25519 of OpenSSL; PDFs',
    'check-ins     people let in by 100 scanners, their tickets scanned again, and without HTTP',
    'distributed   the same bookings where every service and server is a process of its own, and',
    '              the targets of the specification; needs the repository, ten minutes',
    'all           one after the other but distributed, half an hour',
    '',
    'Each runs servers of its own, on free ports, over directories that are removed.',
    'Ends with 1 when a seat was sold twice, a sale lost, or a ticket let two people in.',
  ].join('\n'),
  options: {
    seconds: {
      type: 'string',
      value: 'N',
      default: '10',
      description: 'how long each load lasts',
    },
    'no-baselines': { type: 'boolean', description: 'bookings: measure Usher alone' },
    json: jsonOption,
  },
  examples: [
    { line: 'usher bench bookings', does: 'the whole comparison, under two minutes' },
    { line: 'usher bench bookings --seconds 5 --json', does: 'the same as one JSON document' },
    { line: 'usher bench race', does: 'shows that one seat has one buyer' },
  ],
  async run({ values, operands, terminal }) {
    const name = benchmarkOf(operands)
    const seconds = wholeNumberOption('seconds', values.seconds, { min: 1, max: SECONDS_MAX })
    const { runBench } = await import('@usher/bench')
    const baselines = !values['no-baselines']
    const outcome = await runBench(name, { seconds, baselines, say: terminal.say })
    if (values.json) outJson(terminal, outcome.document)
    else terminal.out(outcome.table)
    return outcome.sound ? exitCodes.ok : exitCodes.failed
  },
})

function benchmarkOf(operands: readonly string[]) {
  const wanted = operands.length > 0 ? operands.join(' ') : 'bookings'
  const name = benchmarks.find((each) => each === wanted)
  if (name) return name
  const known = benchmarks.join(', ')
  const close = nearest(wanted, benchmarks)
  const hint = close ? `; did you mean "${close}"?` : ''
  throw new UsageError(`there is no benchmark "${wanted}", there are ${known}${hint}`)
}
