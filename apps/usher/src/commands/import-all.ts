import { isDomainError } from '@usher/kernel'
import { UsageError } from '../cli/arguments.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { auditDirectory } from '../transfer/audit-directory.ts'
import type { Problem } from '../transfer/incoming-lines.ts'
import type { DistributedImport } from '../transfer/import-distributed.ts'
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
    '',
    'With --to distributed it fills the empty MySQL and DynamoDB of the distributed services,',
    'which USHER_MYSQL_URL, USHER_DYNAMODB_ENDPOINT and the like name; see docs/upgrade.md.',
  ].join('\n'),
  options: {
    'data-dir': dataDirOption,
    to: {
      type: 'string',
      value: 'STORES',
      default: 'data-dir',
      description: 'data-dir, or distributed: MySQL and DynamoDB as the environment names them',
    },
    'dry-run': { type: 'boolean', description: 'read and audit all of it, and keep nothing' },
    json: jsonOption,
  },
  examples: [
    { line: 'usher import all everything --data-dir fresh', does: 'then: usher serve' },
    {
      line: 'usher import all everything --to distributed',
      does: 'then: start the services',
    },
    { line: 'usher import all everything --dry-run', does: 'says whether it could be read' },
  ],
  async run({ values, operands, terminal, env }) {
    const [directory, ...rest] = operands
    if (directory === undefined || rest.length > 0) {
      throw new UsageError('say "usher import all DIR"')
    }
    const rehearse = values['dry-run']
    try {
      const imported = isToDistributed(values.to)
        ? await toDistributed({ directory, env, rehearse }, terminal)
        : await fillNewDataDir({ dataDir: values['data-dir'], rehearse }, (incoming) =>
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

function isToDistributed(to: string): boolean {
  if (to !== 'data-dir' && to !== 'distributed') {
    throw new UsageError('--to takes data-dir or distributed')
  }
  return to === 'distributed'
}

/** The clients of MySQL and DynamoDB are loaded by those who want them. */
async function toDistributed(wanted: DistributedImport, terminal: Terminal) {
  const { importDistributed } = await import('../transfer/import-distributed.ts')
  return importDistributed(wanted, terminal)
}

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
