import pc from 'picocolors'
import { runCommand } from '../main.ts'

/** What a command printed and how it ended. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly said: string
}

/** Runs `usher` with these words in this process, with no environment but `env`. */
export async function runUsher(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const out: string[] = []
  const said: string[] = []
  const terminal = {
    out: (line: string) => void out.push(line),
    say: (line: string) => void said.push(line),
    watched: false,
    colors: pc.createColors(false),
  }
  const code = await runCommand(argv, { terminal, env, loaded: () => undefined })
  return { code, out: out.join('\n'), said: said.join('\n') }
}
