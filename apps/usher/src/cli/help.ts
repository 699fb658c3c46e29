import type { Option, Options } from './arguments.ts'
import { type Command, type CommandGroup, type Example, isGroup } from './command.ts'
import { exitCodeMeanings } from './exit-codes.ts'
import type { Colors } from './terminal.ts'

/** What `usher --help` says. */
export function generalHelp(
  commands: readonly { readonly name: string; readonly summary: string }[],
  colors: Colors,
): string {
  return [
    `${colors.bold('usher')} sells seats: never one twice, never money without a seat.`,
    '',
    heading('Usage', colors),
    '  usher <command> [options]',
    '',
    heading('Commands', colors),
    ...commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`),
    '',
    heading('Begin here', colors),
    '  usher demo                 a running box office with five events',
    '  usher <command> --help     what a command does, with examples',
    '',
    heading('Exit codes', colors),
    ...exitCodeLines(),
  ].join('\n')
}

/** What `usher <words> --help` says of a command, or of the commands behind a word. */
export function helpOf(
  found: Command | CommandGroup,
  words: readonly string[],
  colors: Colors,
): string {
  const usage = [
    'usher',
    ...words,
    ...(isGroup(found) ? ['<what>'] : [found.operands ?? '']),
    '[options]',
  ]
  return [
    found.about,
    '',
    heading('Usage', colors),
    `  ${usage.filter(Boolean).join(' ')}`,
    '',
    ...(isGroup(found) ? groupLines(found, words, colors) : []),
    heading('Options', colors),
    ...optionLines(isGroup(found) ? {} : found.options),
    '',
    heading('Examples', colors),
    ...exampleLines(found.examples, colors),
    '',
    heading('Exit codes', colors),
    ...exitCodeLines(),
  ].join('\n')
}

function groupLines(
  { commands }: CommandGroup,
  words: readonly string[],
  colors: Colors,
): readonly string[] {
  const names = commands.map(({ name }) => ['usher', ...words, name].join(' '))
  const width = Math.max(...names.map(({ length }) => length)) + 2
  const lines = commands.map(
    ({ summary }, index) => `  ${(names[index] ?? '').padEnd(width)}${summary}`,
  )
  return [heading('Commands', colors), ...lines, '']
}

function exampleLines(examples: readonly Example[], colors: Colors): readonly string[] {
  return examples.flatMap(({ line, does }) => [`  ${colors.cyan(line)}`, `      ${does}`])
}

function heading(text: string, colors: Colors): string {
  return colors.bold(text)
}

function optionLines(options: Options): readonly string[] {
  const all = Object.entries<Option>({
    ...options,
    help: { type: 'boolean', description: 'show this' },
  })
  const forms = all.map(([name, { value, short }]) =>
    [short ? `-${short}, ` : '', `--${name}`, value ? ` ${value}` : ''].join(''),
  )
  const width = Math.max(...forms.map(({ length }) => length)) + 2
  return all.map(([, option], index) => {
    const preset = option.default === undefined ? '' : ` (${option.default})`
    return `  ${(forms[index] ?? '').padEnd(width)}${option.description}${preset}`
  })
}

function exitCodeLines(): readonly string[] {
  return Object.entries(exitCodeMeanings).map(([code, meaning]) => `  ${code}  ${meaning}`)
}
