import type { Alterations } from './machine/usher-process.ts'
import type { Plan } from './plan/plan.ts'
import { shortened } from './shrink.ts'
import { type Outcome, simulate } from './simulate.ts'

/**
 * What to print when a plan breaks an invariant: how to see it again, what is broken, and the
 * shortest way there.
 */
export async function reportOf(
  plan: Plan,
  outcome: Outcome,
  alterations: Alterations = {},
): Promise<string> {
  const invariant = outcome.breach?.invariant
  const fails = async (shorter: Plan) =>
    (await simulate(shorter, alterations)).breach?.invariant === invariant
  const short = await shortened(plan, fails)
  const { breach, trace } = await simulate(short, alterations)
  return [
    `seed ${plan.seed} breaks ${invariant} after step ${outcome.breach?.afterStep}`,
    `again: node test/src/simulation/run.ts --seed ${plan.seed} --steps ${plan.steps.length}`,
    `the facts, with ${short.steps.length} of ${plan.steps.length} steps:`,
    JSON.stringify(breach?.facts, undefined, 2),
    'the trace:',
    ...trace,
  ].join('\n')
}
