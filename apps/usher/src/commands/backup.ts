import { type WrittenBackup, writeBackup } from '../backup/write-backup.ts'
import { verifyBackup } from '../backup/read-backup.ts'
import { UsageError } from '../cli/arguments.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { megabytes, megabytesOf } from '../transfer/progress-of.ts'
import { usherVersion } from '../transfer/usher-version.ts'

export const backup = defineCommand({
  name: 'backup',
  operands: 'FILE | DIR | verify FILE',
  summary: 'write everything into one compressed file, while sales go on',
  about: [
    'Writes the whole data directory into one file: an SQLite database compressed with zstd,',
    'which holds every sale that was acknowledged before the command began. A server may go on',
    'selling meanwhile. In a directory, the file is called by the time. A file that is there',
    'is never overwritten, and a backup that could not be finished leaves nothing behind.',
    '',
    '"usher backup verify FILE" reads all of a backup and says whether it is whole;',
    '"usher restore FILE" puts it back. docs/backup.md has a cron line and a drill.',
    '',
    'A backup holds password hashes and private keys; only its owner can read it.',
  ].join('\n'),
  options: { 'data-dir': dataDirOption, json: jsonOption },
  examples: [
    { line: 'usher backup tonight.db.zst', does: 'backs up ./data' },
    {
      line: 'usher backup /var/backups/usher --data-dir /var/lib/usher',
      does: 'makes /var/backups/usher/usher-20261123T180000Z.db.zst',
    },
    { line: 'usher backup verify tonight.db.zst', does: 'says whether it can be restored' },
  ],
  async run({ values, operands, terminal }) {
    const [first, second, ...rest] = operands
    if (first === 'verify' && second !== undefined && rest.length === 0) {
      const { sha256 } = await verified(second, terminal)
      if (values.json) outJson(terminal, { file: second, whole: true, sha256 })
      else terminal.out(terminal.colors.green(`${second} is whole.`))
      return exitCodes.ok
    }
    if (first === undefined || second !== undefined) {
      throw new UsageError('say "usher backup FILE" or "usher backup verify FILE"')
    }
    const written = await made(values['data-dir'], first, terminal)
    if (values.json) outJson(terminal, summaryOf(written))
    else terminal.out(`${written.file} is made: ${megabytes(written.bytes)} MB.`)
    return exitCodes.ok
  },
})

async function verified(file: string, terminal: Terminal) {
  const progress = megabytesOf(terminal, 'Verifying')
  return verifyBackup(file, progress.on).finally(progress.end)
}

async function made(dataDir: string, target: string, terminal: Terminal): Promise<WrittenBackup> {
  terminal.say('Taking a snapshot …')
  const progress = megabytesOf(terminal, 'Compressing')
  return writeBackup({
    dataDir,
    target,
    usherVersion: await usherVersion(),
    onProgress: progress.on,
  }).finally(progress.end)
}

function summaryOf({ file, bytes, sha256, manifest }: WrittenBackup) {
  const { made_at, tables, mails } = manifest
  return { file, bytes, sha256, made_at, mails, rows: tables }
}
