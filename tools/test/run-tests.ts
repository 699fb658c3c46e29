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
  for await (const line of createInterface(child.stdout)) {
    process.stdout.write(`${line}\n`)
    const [, name, count] = /^ℹ (pass|fail|cancelled) (\d+)$/.exec(line) ?? []
    if (name !== undefined) counted[name as keyof typeof counted] = Number(count)
  }
  const [code] = (await closed) as [number | null]
  return { passed: counted.pass, failed: counted.fail + counted.cancelled, ok: code === 0 }
}
