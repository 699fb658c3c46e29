import { UsageError } from './arguments.ts'
import { type Command, type CommandGroup, isGroup, type ListedCommand } from './command.ts'
import { nearest } from './nearest.ts'

/** The command that the words of a command line name, and what stands behind them. */
export interface FoundCommand {
  /** A group when the line ends, or options begin, before it says which of its commands. */
  readonly found: Command | CommandGroup
  readonly words: readonly string[]
  readonly after: readonly string[]
}

/** Throws UsageError, with the nearest name that exists, for a word that names no command. */
export async function findCommand(
  argv: readonly string[],
  listed: readonly ListedCommand[],
  before: readonly string[] = [],
): Promise<FoundCommand> {
  const [name = '', ...after] = argv
  const entry = listed.find((each) => each.name === name)
  if (!entry) throw unknownCommand(name, listed, before)
  const words = [...before, name]
  const found = await entry.load()
  const goesOn = isGroup(found) && after[0] !== undefined && !after[0].startsWith('-')
  return goesOn ? findCommand(after, found.commands, words) : { found, words, after }
}

function unknownCommand(
  name: string,
  listed: readonly ListedCommand[],
  before: readonly string[],
): UsageError {
  const names = listed.map((each) => each.name)
  const close = nearest(name, names)
  const line = ['usher', ...before].join(' ')
  const among = before.length === 0 ? 'lists the commands' : `lists ${names.join(', ')}`
  const hint = close ? `did you mean "${line} ${close}"?` : `"${line} --help" ${among}`
  return new UsageError(`there is no command "${[...before, name].join(' ')}"; ${hint}`)
}
