import { isDomainError } from '@usher/kernel'
import { parseArguments, UsageError } from './cli/arguments.ts'
import { isGroup } from './cli/command.ts'
import { type ExitCode, exitCodes } from './cli/exit-codes.ts'
import { findCommand } from './cli/find-command.ts'
import { generalHelp, helpOf } from './cli/help.ts'
import { systemTerminal, type Terminal } from './cli/terminal.ts'
import { listedCommands } from './commands/listed-commands.ts'

/** Runs the command that `argv` names and sets the exit code of this process. */
export async function main(argv: readonly string[], loaded: () => void): Promise<void> {
  process.exitCode = await runCommand(argv, { terminal: systemTerminal, env: process.env, loaded })
}

export interface Surroundings {
  readonly terminal: Terminal
  readonly env: Readonly<Record<string, string | undefined>>
  readonly loaded: () => void
}

/** Runs the command that `argv` names; what goes wrong becomes a sentence and an exit code. */
export async function runCommand(
  argv: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal } = surroundings
  const [name = '', ...rest] = argv
  let called = name
  try {
    if (name === '' || /^(--help|-h|help)$/.test(name)) return help(rest, terminal, name === '')
    if (/^(--version|-v)$/.test(name)) return await version(terminal)
    const { found, words, after } = await findCommand(argv, listedCommands)
    called = words.join(' ')
    const wantsHelp = after.includes('--help') || after.includes('-h')
    if (wantsHelp || isGroup(found)) {
      terminal[wantsHelp ? 'out' : 'say'](helpOf(found, words, terminal.colors))
      return wantsHelp ? exitCodes.ok : exitCodes.usage
    }
    const { values, positionals } = parseArguments(after, found.options)
    return await found.run({ values, operands: positionals, ...surroundings })
  } catch (error) {
    return explain(error, terminal, called)
  }
}

async function help(
  argv: readonly string[],
  terminal: Terminal,
  forgotten: boolean,
): Promise<ExitCode> {
  const asked = argv.length > 0 ? await findCommand(argv, listedCommands) : undefined
  const text = asked
    ? helpOf(asked.found, asked.words, terminal.colors)
    : generalHelp(listedCommands, terminal.colors)
  terminal[forgotten ? 'say' : 'out'](text)
  return forgotten ? exitCodes.usage : exitCodes.ok
}

async function version(terminal: Terminal): Promise<ExitCode> {
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } })
  terminal.out(manifest.version)
  return exitCodes.ok
}

function explain(error: unknown, { say }: Terminal, name: string): ExitCode {
  if (error instanceof UsageError) {
    say(`usher: ${error.message}\nTry "usher ${name} --help".`)
    return exitCodes.usage
  }
  if (isDomainError(error)) {
    say(`usher: ${error.message} (${error.code})`)
    for (const [fact, value] of Object.entries(error.facts)) say(`  ${fact}: ${plain(value)}`)
    return codeOf(error.code)
  }
  const trace = error instanceof Error ? error.stack : plain(error)
  say(`usher: this is a bug, please report it.\n${trace}`)
  return exitCodes.fault
}

function codeOf(code: string): ExitCode {
  if (code === 'data_dir_in_use') return exitCodes.dataDirInUse
  if (code === 'storage_failed') return exitCodes.fault
  return cannotStart.has(code) ? exitCodes.cannotStart : exitCodes.failed
}

const cannotStart = new Set([
  'cannot_listen',
  'cannot_start',
  'data_dir_unusable',
  'invalid_config',
  'no_data_dir',
  'port_in_use',
])

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

// `node apps/usher/src/main.ts` is the command without its launcher.
if (import.meta.main) await main(process.argv.slice(2), () => undefined)
