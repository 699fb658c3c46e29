import pc from 'picocolors'

/** Where a command speaks: results on standard output, everything else on standard error. */
export interface Terminal {
  /** A line of the result. */
  readonly out: (line: string) => void
  /** A line for the person who watches. */
  readonly say: (line: string) => void
  /** True when somebody watches standard error, so that bars may move. */
  readonly watched: boolean
  readonly colors: Colors
}

export type Colors = Pick<typeof pc, 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'>

/** The terminal of this process. */
export const systemTerminal: Terminal = {
  out: (line) => void process.stdout.write(`${line}\n`),
  say: (line) => void process.stderr.write(`${line}\n`),
  watched: process.stderr.isTTY,
  colors: pc.createColors(pc.isColorSupported && process.stdout.isTTY),
}

/** Prints `value` as the one JSON document of a `--json` run. */
export function outJson(terminal: Terminal, value: unknown): void {
  terminal.out(JSON.stringify(value))
}
