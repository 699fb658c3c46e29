import { isDomainError } from '@usher/kernel'
import pc from 'picocolors'
import { parseArguments } from '../cli/arguments.ts'
import { importAll } from '../commands/import-all.ts'
import type { Ran } from '../commands/run-command.fixture.ts'

/** Runs `usher import all` with these words; what it throws is told by its code. */
export async function runImportAll(...argv: readonly string[]): Promise<Ran> {
  const out: string[] = []
  const said: string[] = []
  const terminal = {
    out: (line: string) => void out.push(line),
    say: (line: string) => void said.push(line),
    watched: false,
    colors: pc.createColors(false),
  }
  const { values, positionals: operands } = parseArguments(argv, importAll.options)
  const call = { values, operands, terminal, env: {}, loaded: () => undefined }
  const code = await importAll.run(call).catch((error: unknown) => {
    if (!isDomainError(error)) throw error
    said.push(`${error.message} (${error.code})`)
    return 1
  })
  return { code, out: out.join('\n'), said: said.join('\n') }
}
