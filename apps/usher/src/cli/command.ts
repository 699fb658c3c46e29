import type { Options, Values } from './arguments.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** One word behind `usher`, with everything that its `--help` teaches. */
export interface Command<Spec extends Options = Options> {
  readonly name: string
  readonly summary: string
  /** What stands behind the name: `seat-map FILE`. */
  readonly operands?: string
  readonly about: string
  readonly options: Spec
  readonly examples: readonly Example[]
  run(call: Call<Spec>): Promise<ExitCode>
}

/** A command by its name; loaded only when it is called: the others must not cost start-up time. */
export interface ListedCommand {
  readonly name: string
  readonly summary: string
  load(): Promise<Command | CommandGroup>
}

/** A word that stands before several commands: `usher import seat-map`. */
export interface CommandGroup {
  readonly about: string
  readonly commands: readonly ListedCommand[]
  readonly examples: readonly Example[]
}

export function isGroup(found: Command | CommandGroup): found is CommandGroup {
  return 'commands' in found
}

export interface Example {
  readonly line: string
  readonly does: string
}

/** One call of a command. */
export interface Call<Spec extends Options = Options> {
  readonly values: Values<Spec>
  readonly operands: readonly string[]
  readonly terminal: Terminal
  readonly env: Readonly<Record<string, string | undefined>>
  /** Called once when what was started is ready: everything that is needed has been loaded. */
  readonly loaded: () => void
}

/** Keeps the types of `options` for `run` while all commands are one type outside. */
export function defineCommand<const Spec extends Options>(command: Command<Spec>): Command {
  return command
}

/** The option that every command has. */
export const jsonOption = {
  type: 'boolean',
  description: 'print exactly one JSON document on standard output; logs go to standard error',
} as const

export const dataDirOption = {
  type: 'string',
  value: 'DIR',
  default: 'data',
  description: 'where everything is kept; made when it is not there',
} as const
