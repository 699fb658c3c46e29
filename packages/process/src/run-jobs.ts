import type { Cancel, Clock, Job } from '@usher/kernel'
import type { Logger } from '@usher/telemetry'

export interface RunningJobs {
  /** No further run begins; those under way are told, and it resolves when they have ended. */
  stop(): Promise<void>
}

// A job is waiting, running, or stopped. Waiting -> running by the clock; running -> waiting when
// it ends, however it ends; anything -> stopped by `stop`.

/**
 * Runs every job again and again until stopped: one run of a job at a time, `everyMs` between the
 * end of one and the beginning of the next. What a run throws is logged, and the job goes on.
 */
export function runJobs(
  { clock, logger }: { clock: Clock; logger: Logger },
  jobs: readonly Job[],
): RunningJobs {
  const running = jobs.map((job) => new RunningJob(clock, logger, job))
  return { stop: async () => void (await Promise.all(running.map((job) => job.stop()))) }
}

class RunningJob {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #job: Job
  #cancel: Cancel
  #run: Promise<void> = Promise.resolve()
  readonly #stopping = new AbortController()

  constructor(clock: Clock, logger: Logger, job: Job) {
    this.#clock = clock
    this.#logger = logger
    this.#job = job
    this.#cancel = this.#wait()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#cancel()
    await this.#run
  }

  #wait(): Cancel {
    return this.#clock.schedule(this.#job.everyMs, () => {
      this.#run = this.#runOnce()
    })
  }

  async #runOnce(): Promise<void> {
    try {
      await this.#job.run(this.#stopping.signal)
    } catch (error) {
      this.#logger.error({ err: error, job: this.#job.name }, 'a job failed and will run again')
    }
    if (!this.#stopping.signal.aborted) this.#cancel = this.#wait()
  }
}
