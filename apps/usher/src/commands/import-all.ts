import { isDomainError } from '@usher/kernel'
import { UsageError } from '../cli/arguments.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { auditDirectory } from '../transfer/audit-directory.ts'
import type { Problem } from '../transfer/incoming-lines.ts'
import { fillNewDataDir } from '../transfer/new-data-dir.ts'
import { progressOf } from '../transfer/progress-of.ts'
import { readExport } from '../transfer/read-export.ts'
import { tellHolding } from '../transfer/tell-holding.ts'

export const importAll = defineCommand({
  name: 'all',
  operands: 'DIR',
  summary: 'read an export back into an empty data directory',
  about: [
    'Reads what "usher export" has written into a data directory that is empty or not there',
    'yet, and audits it. Every file must be as its manifest says, and every row as its table',
    'wants it: an export that is damaged, cut off, edited or from a newer Usher imports',
    'nothing, and each problem is listed with its file and line.',
    '',
    'Everybody logs in again afterwards. The search index is made anew when a server starts.',
  ].join('\n'),
  options: {
    'data-dir': dataDirOption,
    'dry-run': { type: 'boolean', description: 'read and audit all of it, and keep nothing' },
    json: jsonOption,
  },
  examples: [
    { line: 'usher import all everything --data-dir fresh', does: 'then: usher serve' },
    { line: 'usher import all everything --dry-run', does: 'says whether it could be read' },
  ],
  async run({ values, operands, terminal }) {
    const [directory, ...rest] = operands
    if (directory === undefined || rest.length > 0) {
      throw new UsageError('say "usher import all DIR"')
    }
    const place = { dataDir: values['data-dir'], rehearse: values['dry-run'] }
    try {
      const imported = await fillNewDataDir(place, (incoming) =>
        readAndAudit(directory, incoming, terminal),
      )
      if (values.json) outJson(terminal, imported)
      else {
        terminal.out(`${directory} ${values['dry-run'] ? 'can be' : 'was'} imported:`)
        tellHolding(imported, terminal)
      }
      return imported.found > 0 ? exitCodes.failed : exitCodes.ok
    } catch (error) {
      return tellProblems(error, values.json, terminal)
    }
  },
})

async function readAndAudit(directory: string, incoming: string, terminal: Terminal) {
  const reading = progressOf(terminal, 'Rows imported')
  const manifest = await readExport(directory, incoming, reading.on).finally(reading.end)
  const auditing = progressOf(terminal, 'Auditing')
  const holding = await auditDirectory(incoming, auditing.on).finally(auditing.end)
  const { exported_at, with_secrets } = manifest
  return { directory, exported_at, with_secrets, ...holding }
}

function tellProblems(error: unknown, json: boolean, terminal: Terminal): ExitCode {
  if (!isDomainError(error, 'invalid_export')) throw error
  const problems = error.facts['problems'] as readonly Problem[]
  if (json) outJson(terminal, { problems })
  else for (const { where, reason } of problems) terminal.out(`  ${where}: ${reason}`)
  terminal.say(`usher: nothing was imported: ${error.message}`)
  return exitCodes.failed
}
