import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { mailTemplatesSource } from './gen/mail-templates.ts'

/**
 * Generates packages/contracts/src/gen from contracts/, and the mail templates from their MJML.
 * With --check it writes nothing there, compares, and fails when what is committed is not what its
 * sources say.
 */
const root = join(import.meta.dirname, '..')
const contracts = join(root, 'contracts')
const committed = join(root, 'packages/contracts/src/gen')
const mailTemplates = join(root, 'services/notification/src/gen/mail-templates.ts')
const checking = process.argv.includes('--check')

buf('lint')
if (checking) checkContracts()
else buf('generate')
await generateMailTemplates()

async function generateMailTemplates(): Promise<void> {
  const source = await mailTemplatesSource(join(root, 'services/notification/templates'))
  if (!checking) {
    mkdirSync(dirname(mailTemplates), { recursive: true })
    writeFileSync(mailTemplates, source)
  } else if (read(mailTemplates) !== source) {
    drifted('services/notification/templates and their generated code differ')
  }
}

function checkContracts(): void {
  // Inside node_modules, so that the plugins find the same modules and nothing of it can be
  // committed.
  const scratch = mkdtempSync(join(root, 'node_modules/.gen-'))
  try {
    buf('generate', '--output', join(scratch, 'a/b'))
    const fresh = join(scratch, 'a/packages/contracts/src/gen')
    const names = differences(fresh)
    if (names.length === 0) return
    drifted(`contracts/ and its generated code differ in:\n  ${names.join('\n  ')}`)
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

function drifted(what: string): void {
  process.stderr.write(`${what}\nRun \`npm run gen\` and commit the result.\n`)
  process.exitCode = 1
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
