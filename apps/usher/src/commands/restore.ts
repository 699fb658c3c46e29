import { readBackup } from '../backup/read-backup.ts'
import { UsageError } from '../cli/arguments.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { auditDirectory } from '../transfer/audit-directory.ts'
import { fillNewDataDir } from '../transfer/new-data-dir.ts'
import { megabytesOf, progressOf } from '../transfer/progress-of.ts'
import { tellHolding } from '../transfer/tell-holding.ts'

export const restore = defineCommand({
  name: 'restore',
  operands: 'FILE',
  summary: 'put a backup into an empty data directory, and audit it',
  about: [
    'Checks every byte of a backup, puts it into a data directory that is empty or not there',
    'yet, audits what it holds and says so. A damaged backup restores nothing, and a restore',
    'that is interrupted leaves no directory that could be taken for a whole one.',
    '',
    'With --dry-run everything is done in a temporary directory and thrown away: the way to',
    'rehearse without touching anything.',
  ].join('\n'),
  options: {
    'data-dir': dataDirOption,
    'dry-run': { type: 'boolean', description: 'restore and audit elsewhere, and keep nothing' },
    json: jsonOption,
  },
  examples: [
    { line: 'usher restore tonight.db.zst --data-dir data', does: 'then: usher serve' },
    { line: 'usher restore tonight.db.zst --dry-run', does: 'proves that the backup is good' },
  ],
  async run({ values, operands, terminal }) {
    const [file, ...rest] = operands
    if (file === undefined || rest.length > 0) throw new UsageError('say "usher restore FILE"')
    const rehearse = values['dry-run']
    const place = { dataDir: values['data-dir'], rehearse }
    const restored = await fillNewDataDir(place, (incoming) =>
      restoreAndAudit(file, incoming, terminal),
    )
    if (values.json) outJson(terminal, restored)
    else {
      const done = rehearse ? 'can be restored' : `is restored into ${values['data-dir']}`
      terminal.out(`${file} of ${restored.made_at} ${done}:`)
      tellHolding(restored, terminal)
    }
    return restored.found > 0 ? exitCodes.failed : exitCodes.ok
  },
})

async function restoreAndAudit(file: string, incoming: string, terminal: Terminal) {
  const reading = megabytesOf(terminal, 'Verifying')
  const manifest = await readBackup(file, incoming, reading.on).finally(reading.end)
  const auditing = progressOf(terminal, 'Auditing')
  const holding = await auditDirectory(incoming, auditing.on).finally(auditing.end)
  return { file, made_at: manifest.made_at, mails: manifest.mails, ...holding }
}
