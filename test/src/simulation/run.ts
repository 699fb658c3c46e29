import { parseArgs } from 'node:util'
import { planOf, STEPS } from './plan/plan.ts'
import { simulate } from './simulate.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string' }, seeds: { type: 'string' }, steps: { type: 'string' } },
})
const first = Number(values.seed ?? 1)
const last = values.seeds ? first + Number(values.seeds) - 1 : first
const all: Record<string, number> = {}
let total = 0
for (let seed = first; seed <= last; seed++) {
  const t = performance.now()
  const o = await simulate(planOf(seed, Number(values.steps ?? STEPS)))
  total += performance.now() - t
  for (const [k, v] of Object.entries(o.sightings.counts)) all[k] = (all[k] ?? 0) + v
  if (o.breach) { console.log('SEED', seed, o.breach.invariant, 'after', o.breach.afterStep, JSON.stringify(o.breach.facts).slice(0, 1500)); if (first===last) console.log(o.trace.join('\n')) }
  else if (first === last) { console.log(o.trace.join('\n'), o.hash) }
}
console.log(all, total)
