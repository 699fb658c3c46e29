/** The load generator, a process of its own: is sent a GeneratorPlan and answers its report. */
import type { GeneratorPlan, LoadReport } from './plan.ts'
import { runBurst } from './run-burst.ts'
import { runPurchases } from './run-purchases.ts'
import { runReads } from './run-reads.ts'
import { runScans } from './run-scans.ts'

// Nobody is left to answer when the channel closes early.
process.once('disconnect', () => process.exit(0))
process.once('message', (plan: GeneratorPlan) => void answer(plan))

async function answer(plan: GeneratorPlan): Promise<void> {
  const report = await run(plan)
  process.send?.(report, () => process.disconnect())
}

function run(plan: GeneratorPlan): Promise<LoadReport> {
  if (plan.kind === 'purchases') return runPurchases(plan)
  if (plan.kind === 'scans') return runScans(plan)
  return plan.kind === 'reads' ? runReads(plan) : runBurst(plan)
}
