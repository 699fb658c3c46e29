import type { Option, Options } from './arguments.ts'
import type { Command } from './command.ts'
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

/** What `usher <command> --help` says. */
export function commandHelp(command: Command, colors: Colors): string {
  const { name, operands, about, options, examples } = command
  return [
    about,
    '',
    heading('Usage', colors),
    `  usher ${[name, operands, '[options]'].filter(Boolean).join(' ')}`,
    '',
    heading('Options', colors),
    ...optionLines(options),
    '',
    heading('Examples', colors),
    ...examples.flatMap(({ line, does }) => [`  ${colors.cyan(line)}`, `      ${does}`]),
    '',
    heading('Exit codes', colors),
    ...exitCodeLines(),
  ].join('\n')
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
