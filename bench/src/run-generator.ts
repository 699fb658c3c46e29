import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GeneratorPlan, GeneratorReport } from './generator/plan.ts'

/** Runs the generator in a process of its own. Rejects when it ends without a report. */
export async function runGenerator(plan: GeneratorPlan): Promise<GeneratorReport> {
  const directory = await mkdtemp(join(tmpdir(), 'usher-generator-'))
  try {
    const planFile = join(directory, 'plan.json')
    await writeFile(planFile, JSON.stringify(plan))
    const main = new URL('./generator/main.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [main, planFile], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) text += chunk
    return JSON.parse(text) as GeneratorReport
  } finally {
    await rm(directory, { recursive: true })
  }
}
