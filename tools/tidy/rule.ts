import type { Repository } from './repository.ts'

/** One place that breaks a rule. */
export interface Violation {
  /** A path, with the line where that helps: `services/auth/src/rpc.ts:12`. */
  readonly where: string
  /** What stands there. */
  readonly what: string
}

/** One sentence of STYLE.md or ARCHITECTURE.md that a machine can check. */
export interface Rule {
  /** The rule itself, as a sentence. */
  readonly name: string
  /** What to do instead; shown with every failure. */
  readonly instead: string
  check(repository: Repository): Iterable<Violation>
}

/** The text that a failing rule shows: the rule, each place, and the way out. */
export function explain(rule: Rule, violations: readonly Violation[]): string {
  const places = violations.map(({ where, what }) => `  ${where}  ${what}`)
  return [`Rule: ${rule.name}.`, ...places, `Instead: ${rule.instead}.`].join('\n')
}
