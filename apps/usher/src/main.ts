import { isDomainError } from '@usher/kernel'
import { parseArguments, UsageError } from './cli/arguments.ts'
import type { Command } from './cli/command.ts'
import { type ExitCode, exitCodes } from './cli/exit-codes.ts'
import { commandHelp, generalHelp } from './cli/help.ts'
import { nearest } from './cli/nearest.ts'
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
  try {
    if (name === '' || /^(--help|-h|help)$/.test(name)) return help(rest, terminal, name === '')
    if (/^(--version|-v)$/.test(name)) return await version(terminal)
    const command = await find(name)
    if (rest.includes('--help') || rest.includes('-h')) {
      terminal.out(commandHelp(command, terminal.colors))
      return exitCodes.ok
    }
    const { values, positionals } = parseArguments(rest, command.options)
    return await command.run({ values, operands: positionals, ...surroundings })
  } catch (error) {
    return explain(error, terminal, name)
  }
}

async function help(
  [name]: readonly string[],
  terminal: Terminal,
  forgotten: boolean,
): Promise<ExitCode> {
  const text = name
    ? commandHelp(await find(name), terminal.colors)
    : generalHelp(listedCommands, terminal.colors)
  terminal[forgotten ? 'say' : 'out'](text)
  return forgotten ? exitCodes.usage : exitCodes.ok
}

async function version(terminal: Terminal): Promise<ExitCode> {
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } })
  terminal.out(manifest.version)
  return exitCodes.ok
}

async function find(name: string): Promise<Command> {
  const listed = listedCommands.find((each) => each.name === name)
  if (listed) return listed.load()
  const close = nearest(
    name,
    listedCommands.map((each) => each.name),
  )
  const hint = close ? `; did you mean "usher ${close}"?` : '; "usher --help" lists the commands'
  throw new UsageError(`there is no command "${name}"${hint}`)
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
