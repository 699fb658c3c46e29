/** For tests: a benchmark with two servers that goes on until it is ended. */
import { openLimit } from '../targets/open-limit.ts'
import { withStage } from './with-stage.ts'

await withStage(
  (line) => process.stderr.write(`${line}\n`),
  async (stage) => {
    await openLimit(stage, ['A1'])
    await openLimit(stage, ['A1'])
    process.stdout.write('running\n')
    if (process.argv[2] === 'fail') throw new Error('something went wrong')
    await new Promise((resolve) => setTimeout(resolve, 60_000))
  },
)
