import { mutants } from './mutants.ts'
import { planOf } from './plan/plan.ts'
import { simulate } from './simulate.ts'
for (const [name, m] of Object.entries(mutants)) {
  let found = false
  const t = performance.now()
  for (let seed = 1; seed <= 80; seed++) {
    const { breach } = await simulate(planOf(seed), m)
    if (breach) { console.log(name, 'seed', seed, breach.invariant, 'step', breach.afterStep, JSON.stringify(breach.facts).slice(0, 300)); found = true; break }
  }
  console.log(name, found, Math.round(performance.now() - t), 'ms')
}
