import { auditTables } from '../audit/audit-tables.ts'
import { type Findings, invariants } from '../audit/findings.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { type Progress, showProgress } from '../cli/progress.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { openForReading } from '../server/open-for-reading.ts'
import { refuseOperands } from './operands.ts'

export const audit = defineCommand({
  name: 'audit',
  summary: 'check that no seat was sold twice and no money is without a seat',
  about: [
    'Reads everything that is stored and checks it against itself:',
    '',
    ...Object.entries(invariants).map(([name, text]) => `  ${name}  ${text}`),
    '',
    'Seats, reservations, bookings, payments, the books of the sandbox bank and the journal',
    'must tell one story. Changes nothing. While a server has the directory, a consistent',
    'copy is checked.',
  ].join('\n'),
  options: { 'data-dir': dataDirOption, json: jsonOption },
  examples: [
    { line: 'usher audit', does: 'checks ./data' },
    {
      line: 'usher audit --data-dir /var/lib/usher --json',
      does: '{"checked": {…}, "violations": […]}',
    },
  ],
  async run({ values, operands, terminal }) {
    refuseOperands(operands)
    const source = await openForReading(values['data-dir'])
    if (source.copied) terminal.say('A server has the directory: checking a copy of it.')
    try {
      const findings = await auditWithProgress(source.tables, terminal)
      const { checked, violations } = findings
      if (values.json) outJson(terminal, { checked, violations })
      else tell(findings, terminal)
      return findings.found > 0 ? exitCodes.failed : exitCodes.ok
    } finally {
      await source.close()
    }
  },
})

async function auditWithProgress(
  tables: Parameters<typeof auditTables>[0],
  terminal: Terminal,
): Promise<Findings> {
  let progress: Progress | undefined
  const findings = await auditTables(tables, {
    onPart(_part, done, total) {
      progress ??= showProgress(terminal, { label: 'Auditing', total })
      progress.update(done)
    },
  })
  progress?.end()
  return findings
}

function tell({ checked, violations, found }: Findings, { out, colors }: Terminal): void {
  for (const [what, count] of Object.entries(checked)) {
    out(`  ${what.replaceAll('_', ' ').padEnd(20)}${String(count).padStart(12)}`)
  }
  for (const { invariant, facts } of violations) {
    out(`${colors.red(invariant)} ${JSON.stringify(facts)}`)
  }
  if (found > violations.length) out(`… and ${found - violations.length} more`)
  if (found === 0) out(colors.green('Nothing is wrong.'))
  else out(colors.red(`${found} violations`))
}
