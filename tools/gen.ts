import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Generates packages/contracts/src/gen from contracts/. With --check it writes elsewhere, compares,
 * and fails when the committed code is not what the contracts say.
 */
const root = join(import.meta.dirname, '..')
const contracts = join(root, 'contracts')
const committed = join(root, 'packages/contracts/src/gen')

buf('lint')
if (process.argv.includes('--check')) check()
else buf('generate')

function check(): void {
  // Inside node_modules, so that the plugins find the same modules and nothing of it can be
  // committed.
  const scratch = mkdtempSync(join(root, 'node_modules/.gen-'))
  try {
    buf('generate', '--output', join(scratch, 'a/b'))
    const fresh = join(scratch, 'a/packages/contracts/src/gen')
    const drifted = differences(fresh)
    if (drifted.length === 0) return
    process.stderr.write(
      `contracts/ and its generated code differ in:\n  ${drifted.join('\n  ')}\n`,
    )
    process.stderr.write('Run `npm run gen` and commit the result.\n')
    process.exitCode = 1
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

function differences(fresh: string): readonly string[] {
  const names = new Set([...filesUnder(fresh), ...filesUnder(committed)])
  return [...names].filter((name) => read(join(fresh, name)) !== read(join(committed, name)))
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function buf(...args: readonly string[]): void {
  const bin = join(root, 'node_modules/.bin')
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` }
  const { status, error } = spawnSync(join(bin, 'buf'), args, {
    cwd: contracts,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}
