import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface TestCounts {
  readonly passed: number
  readonly failed: number
  /** False also when the run itself broke off. */
  readonly ok: boolean
}

/** Side by side: two suit the machines that run this. */
const CONCURRENCY = 2
const TIMEOUT_MS = 600_000
/** Named at the end, for whoever wants the run to be shorter. */
const SLOWEST = 5

/** Runs test files with Node's own runner, shows what it prints, and counts. */
export async function runTests(
  root: string,
  patterns: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestCounts> {
  const flags = [
    '--import=./tools/property-seed.ts',
    '--test',
    '--test-reporter=spec',
    `--test-concurrency=${CONCURRENCY}`,
    `--test-timeout=${TIMEOUT_MS}`,
  ]
  const child = spawn(process.execPath, [...flags, ...patterns], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['inherit', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  const counted = { pass: 0, fail: 0, cancelled: 0 }
  const took = new Map<string, number>()
  for await (const line of createInterface(child.stdout)) {
    process.stdout.write(`${line}\n`)
    const [, title = '', ms] = /^✔ (.+) \(([\d.]+)ms\)$/.exec(line) ?? []
    if (ms !== undefined) took.set(title, Number(ms))
    const [, name, count] = /^ℹ (pass|fail|cancelled) (\d+)$/.exec(line) ?? []
    if (name !== undefined) counted[name as keyof typeof counted] = Number(count)
  }
  const [code] = (await closed) as [number | null]
  process.stdout.write(slowestOf(took))
  return { passed: counted.pass, failed: counted.fail + counted.cancelled, ok: code === 0 }
}

function slowestOf(tookMs: ReadonlyMap<string, number>): string {
  const slowest = [...tookMs].toSorted(([, a], [, b]) => b - a).slice(0, SLOWEST)
  const lines = slowest.map(([title, ms]) => `${(ms / 1000).toFixed(1).padStart(8)} s  ${title}\n`)
  return `the slowest:\n${lines.join('')}`
}
