import { DomainError, isDomainError } from './domain-error.ts'

/** One thing that can be configured: what `usher doctor` and the documentation list. */
export interface Setting<Value> {
  /** The environment variable, e.g. `USHER_AUTH_HASH_QUEUE`. */
  readonly name: string
  /** What holds when the variable is absent or empty. */
  readonly default: Value
  /** Throws a DomainError whose message ends the sentence "… must be". */
  readonly parse: (text: string) => Value
  readonly description: string
}

export type SettingSpec = Readonly<Record<string, Setting<unknown>>>

export type SettingValues<Spec extends SettingSpec> = {
  readonly [Key in keyof Spec]: Spec[Key] extends Setting<infer Value> ? Value : never
}

export type Environment = Readonly<Record<string, string | undefined>>

/** What is wrong with one setting. The value is left out: it may be a secret. */
export interface SettingProblem {
  readonly setting: string
  readonly problem: string
  readonly description: string
}

/**
 * The settings that `spec` names. Throws invalid / invalid_config with every problem, not only the
 * first.
 */
export function readSettings<Spec extends SettingSpec>(
  env: Environment,
  spec: Spec,
): SettingValues<Spec> {
  const values: Record<string, unknown> = {}
  const problems: SettingProblem[] = []
  for (const [key, setting] of Object.entries(spec)) {
    try {
      const text = env[setting.name]?.trim()
      values[key] = text ? setting.parse(text) : setting.default
    } catch (error) {
      problems.push(problemOf(setting, error))
    }
  }
  if (problems.length > 0) throw invalidConfig(problems)
  return values as SettingValues<Spec>
}

/**
 * The values of several readers of one environment. Throws invalid / invalid_config with the
 * problems of all of them together.
 */
export function readTogether<Readers extends Readonly<Record<string, SettingReader>>>(
  env: Environment,
  readers: Readers,
): { readonly [Key in keyof Readers]: ReturnType<Readers[Key]> } {
  const problems: SettingProblem[] = []
  const values = Object.entries(readers).map(([key, read]) => [key, collect(problems, env, read)])
  if (problems.length > 0) throw invalidConfig(problems)
  return Object.fromEntries(values) as { [Key in keyof Readers]: ReturnType<Readers[Key]> }
}

/** Reads a part of the environment as `readSettings` does. */
export type SettingReader = (env: Environment) => unknown

function collect(problems: SettingProblem[], env: Environment, read: SettingReader): unknown {
  try {
    return read(env)
  } catch (error) {
    if (!isDomainError(error, 'invalid_config')) throw error
    problems.push(...(error.facts['problems'] as readonly SettingProblem[]))
    return undefined
  }
}

function problemOf({ name, description }: Setting<unknown>, error: unknown): SettingProblem {
  if (!(error instanceof DomainError)) throw error
  return { setting: name, problem: `must be ${error.message}`, description }
}

function invalidConfig(problems: readonly SettingProblem[]): DomainError {
  const lines = problems.map(({ setting, problem }) => `${setting} ${problem}`)
  return new DomainError('invalid', 'invalid_config', lines.join('; '), { problems })
}

/** Parses a whole number from `min` to `max`, both allowed. */
export function wholeNumber({ min, max }: { min: number; max: number }): (text: string) => number {
  return (text) => {
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    throw malformed(`a whole number from ${min} to ${max}`)
  }
}

const msByUnit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Parses a duration such as `500ms`, `90s`, `10m`, `12h` or `30d` into milliseconds. */
export function duration({ min, max }: { min: string; max: string }): (text: string) => number {
  return (text) => {
    const value = durationMs(text)
    if (value >= durationMs(min) && value <= durationMs(max)) return value
    throw malformed(`a duration from ${min} to ${max}, such as ${max}`)
  }
}

function durationMs(text: string): number {
  const match = /^(\d{1,12})(ms|s|m|h|d)$/.exec(text)
  return match ? Number(match[1]) * msByUnit[match[2] as keyof typeof msByUnit] : Number.NaN
}

/** Parses text of one to `maxChars` characters. */
export function textUpTo(maxChars: number): (text: string) => string {
  return (text) => {
    if (text.length <= maxChars) return text
    throw malformed(`text of at most ${maxChars} characters`)
  }
}

function malformed(expected: string): DomainError {
  return new DomainError('invalid', 'invalid_setting', expected)
}
