import { parseArgs } from 'node:util'
import { nearest } from './nearest.ts'

/** One option of a command, as the parser and `--help` need it. */
export interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  /** What stands for the value in `--help`, e.g. `PORT`. */
  readonly value?: string
  readonly description: string
  readonly default?: string
}

export type Options = Readonly<Record<string, Option>>

/**
 * Values by option name: text for those with a default, text or nothing for the others, a boolean
 * for switches.
 */
export type Values<Spec extends Options> = {
  readonly [Name in keyof Spec]: Spec[Name] extends { type: 'boolean' }
    ? boolean
    : Spec[Name] extends { default: string }
      ? string
      : string | undefined
}

/** The command line does not say what to do. Its message is for the person who wrote it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * Reads `argv` by `spec`. Throws UsageError for unknown options, with the nearest known one, and
 * for missing values.
 */
export function parseArguments<Spec extends Options>(
  argv: readonly string[],
  spec: Spec,
): { values: Values<Spec>; positionals: readonly string[] } {
  const options = Object.fromEntries(
    Object.entries(spec).map(([name, { type, short }]) => [
      name,
      short ? { type, short } : { type },
    ]),
  )
  refuseUnknown(argv, options, spec)
  const { values, positionals } = parsed(argv, options)
  const complete = Object.entries(spec).map(([name, option]) => {
    const absent = option.type === 'boolean' ? false : option.default
    return [name, values[name] ?? absent]
  })
  return { values: Object.fromEntries(complete) as Values<Spec>, positionals }
}

type ParserOptions = Record<string, { type: 'string' | 'boolean'; short?: string }>

function refuseUnknown(argv: readonly string[], options: ParserOptions, spec: Options): void {
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind !== 'option' || Object.hasOwn(spec, token.name)) continue
    const known = nearest(token.name, Object.keys(spec))
    const hint = known ? `; did you mean --${known}?` : '; --help lists the options'
    throw new UsageError(`there is no option ${token.rawName}${hint}`)
  }
}

function parsed(argv: readonly string[], options: ParserOptions) {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: true })
  } catch (error) {
    if (error instanceof TypeError && 'code' in error) {
      // Node's message goes on with advice about its own syntax after the first sentence.
      throw new UsageError(error.message.split(/\. |\n/, 1)[0] ?? error.message)
    }
    throw error
  }
}

/** A whole number within bounds. Throws UsageError naming the option. */
export function wholeNumberOption(
  name: string,
  text: string,
  { min, max }: { min: number; max: number },
): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new UsageError(`--${name} takes a whole number from ${min} to ${max}, not "${text}"`)
}

/** One of a few words. Throws UsageError naming the option, the words, and the nearest of them. */
export function choiceOption<Choice extends string>(
  name: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === text)
  if (found !== undefined) return found
  const close = nearest(text, choices)
  const hint = close ? ` Did you mean ${close}?` : ''
  throw new UsageError(`--${name} is one of ${choices.join(', ')}, not "${text}".${hint}`)
}
