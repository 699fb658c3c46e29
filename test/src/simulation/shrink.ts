import type { Plan } from './plan/plan.ts'
import type { Step } from './plan/steps.ts'

/** Runs that a shortening may take. */
const RUNS_MAX = 150

/**
 * The plan with as few steps as can be found with which `fails` still holds: delta debugging
 * (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 2002),
 * complements only, for a bounded number of runs.
 */
export async function shortened(
  plan: Plan,
  fails: (plan: Plan) => Promise<boolean>,
): Promise<Plan> {
  let steps = plan.steps
  let pieces = 2
  for (let runs = 0; runs < RUNS_MAX && steps.length > 1; ) {
    const size = Math.ceil(steps.length / pieces)
    let found: readonly Step[] | undefined
    for (let from = 0; from < steps.length && !found && runs < RUNS_MAX; from += size) {
      const rest = [...steps.slice(0, from), ...steps.slice(from + size)]
      runs += 1
      if (await fails({ ...plan, steps: rest })) found = rest
    }
    if (found) {
      steps = found
      pieces = Math.max(2, pieces - 1)
    } else if (size === 1) break
    else pieces = Math.min(steps.length, pieces * 2)
  }
  return { ...plan, steps }
}
