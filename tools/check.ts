import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

/**
 * Everything that can be said of the code without running it, side by side. Ends with 1 when
 * anything is wrong.
 */
const checks: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit', '--pretty', 'false'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', '--format', 'unix'] },
  { name: 'format', command: ['biome', 'format', '.'] },
  { name: 'tidy', command: ['node', '--test', '--test-reporter=dot', 'tools/tidy.test.ts'] },
  { name: 'contracts', command: ['node', 'tools/gen.ts', '--check'] },
]

interface Check {
  readonly name: string
  readonly command: readonly [string, ...string[]]
}

interface Outcome {
  readonly name: string
  readonly passed: boolean
  readonly output: string
  readonly seconds: number
}

const root = join(import.meta.dirname, '..')

const outcomes = await Promise.all(checks.map(run))
const failed = outcomes.filter(({ passed }) => !passed)
for (const { name, output } of failed) process.stdout.write(`\n${name}:\n${output.trimEnd()}\n`)
for (const { name, passed, seconds } of outcomes) {
  process.stdout.write(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)\n`)
}
if (failed.length > 0) process.exitCode = 1

function run({ name, command: [program, ...args] }: Check): Promise<Outcome> {
  const started = performance.now()
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
  }
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (text: string) => (output += text))
    }
    child.on('error', reject)
    child.on('close', (code) => {
      const seconds = (performance.now() - started) / 1000
      resolve({ name, passed: code === 0, output, seconds })
    })
  })
}
