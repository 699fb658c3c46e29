import { UsageError } from '../cli/arguments.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { outJson } from '../cli/terminal.ts'
import { progressOf } from '../transfer/progress-of.ts'
import { usherVersion } from '../transfer/usher-version.ts'
import { writeExport } from '../transfer/write-export.ts'

export const exportAll = defineCommand({
  name: 'export',
  operands: 'DIR',
  summary: 'write everything into a directory of documented, open files',
  about: [
    'Writes everything that is kept (accounts, events, seat maps, reservations, bookings,',
    'payments, the journal, …) into DIR: a JSON Lines file for each table, a JSON file for',
    'each seat map, and last manifest.json with the counts and SHA-256 of all of them.',
    'docs/export.md describes every file and column.',
    '',
    'Works from a snapshot, so a server may go on selling meanwhile. Run again after it was',
    'interrupted, it goes on where it was. "usher import all DIR" reads it back.',
    '',
    'The files hold password hashes and private keys; only their owner can read them.',
  ].join('\n'),
  options: {
    'data-dir': dataDirOption,
    'without-secrets': {
      type: 'boolean',
      description: 'leave out password hashes, keys and API keys: nobody can log in afterwards',
    },
    json: jsonOption,
  },
  examples: [
    { line: 'usher export everything', does: 'exports ./data into ./everything' },
    {
      line: 'usher export handover --data-dir /var/lib/usher --without-secrets',
      does: 'what may be given to somebody who analyses sales',
    },
  ],
  async run({ values, operands, terminal }) {
    const [directory, ...rest] = operands
    if (directory === undefined || rest.length > 0) throw new UsageError('say "usher export DIR"')
    terminal.say('Taking a snapshot …')
    const progress = progressOf(terminal, 'Rows exported')
    const manifest = await writeExport({
      dataDir: values['data-dir'],
      directory,
      withSecrets: !values['without-secrets'],
      usherVersion: await usherVersion(),
      onProgress: progress.on,
    }).finally(progress.end)
    const { files, exported_at, with_secrets } = manifest
    const rows = files.reduce((sum, file) => sum + file.rows, 0)
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    const summary = { directory, exported_at, with_secrets, files: files.length, rows, bytes }
    if (values.json) outJson(terminal, summary)
    else terminal.out(`${rows} rows in ${files.length} files are in ${directory}.`)
    return exitCodes.ok
  },
})
