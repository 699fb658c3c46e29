import { parseArgs } from 'node:util'
import { planOf, STEPS } from './plan/plan.ts'
import { reportOf } from './report.ts'
import { Sightings } from './sightings.ts'
import { simulate } from './simulate.ts'

const help = `Runs the simulation for one seed or several.

  node test/src/simulation/run.ts --seed 42 [--seeds 100] [--steps 70] [--trace]

  --seed N    the first seed (1)
  --seeds N   how many (1)
  --steps N   steps of each run (${STEPS})
  --trace     print what happened even when nothing breaks
`

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    steps: { type: 'string', default: String(STEPS) },
    trace: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(help)
else process.exitCode = (await runSeeds()) === 0 ? 0 : 1

/** Answers how many seeds broke an invariant. */
async function runSeeds(): Promise<number> {
  const sightings = new Sightings()
  const first = wholeNumber(values.seed)
  let broken = 0
  for (let seed = first; seed < first + wholeNumber(values.seeds); seed++) {
    const plan = planOf(seed, wholeNumber(values.steps))
    const outcome = await simulate(plan)
    sightings.add(outcome.sightings)
    if (values.trace) print(outcome.trace.join('\n'))
    if (!outcome.breach) continue
    broken += 1
    print(await reportOf(plan, outcome))
  }
  print(JSON.stringify({ broken, seen: sightings.counts }, undefined, 2))
  return broken
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new RangeError(`${text} is not a whole number`)
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
