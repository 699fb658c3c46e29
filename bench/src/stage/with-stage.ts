import { type Say, Stage } from './stage.ts'

/** 128 + SIGINT, as shells report it. */
const INTERRUPTED = 130

/**
 * Runs a benchmark on a stage that is cleared afterwards: also when it fails, when Ctrl-C or
 * another signal ends this process, and when its launcher dies.
 */
export async function withStage<Result>(
  say: Say,
  run: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const stage = new Stage(say)
  // A terminal may send the signal twice, through a launcher: the second changes nothing.
  const interrupt = (): void => {
    if (stage.isClosing) return
    say('ending the servers')
    void stage.close().finally(() => process.exit(INTERRUPTED))
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await run(stage)
  } catch (error) {
    // What fails because everything is being ended is no news; the process exits soon.
    if (stage.isClosing) return await new Promise<never>(() => undefined)
    throw error
  } finally {
    await stage.close()
    for (const signal of signals) process.off(signal, interrupt)
  }
}
