import type { Outcome, Scenario } from './scenario.ts'

/** All of these; their documents by name, and their tables below each other. */
export function oneAfterAnother(scenarios: Readonly<Record<string, Scenario>>): Scenario {
  return async (stage, options) => {
    const outcomes: (readonly [string, Outcome])[] = []
    for (const [name, scenario] of Object.entries(scenarios)) {
      outcomes.push([name, await scenario(stage, options)])
    }
    return {
      document: Object.fromEntries(outcomes.map(([name, { document }]) => [name, document])),
      table: outcomes.map(([name, { table }]) => `${name}\n\n${table}`).join('\n\n\n'),
      sound: outcomes.every(([, { sound }]) => sound),
    }
  }
}
