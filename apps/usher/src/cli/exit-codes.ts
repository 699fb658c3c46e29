/** What the command says when it ends. Scripts rely on these numbers. */
export const exitCodes = {
  ok: 0,
  /** It ran, and the answer is bad: violations, problems in a file, a request refused. */
  failed: 1,
  usage: 2,
  /** Configuration, port, permissions, an older Node. */
  cannotStart: 3,
  dataDirInUse: 4,
  /**
   * A fault while running: storage that cannot be written, or a bug. Start again; nothing
   * acknowledged is lost.
   */
  fault: 5,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** For `--help`. */
export const exitCodeMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'done',
  1: 'it ran, and found problems or was refused',
  2: 'the command line is wrong',
  3: 'cannot start: configuration, port, permissions or Node version',
  4: 'another process uses the data directory',
  5: 'stopped by a fault; start again, nothing acknowledged is lost',
}
