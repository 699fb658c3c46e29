import type { Job } from '@usher/kernel'
import type { Logger } from '@usher/telemetry'

const LOOK_EVERY_MS = 1000

/**
 * Whether a server that a service cannot work without answers, asked once a second: so that
 * readiness tells the truth and costs nothing.
 */
export class Reachability {
  readonly job: Job
  readonly #name: string
  readonly #logger: Logger
  #reached = true

  constructor(name: string, ping: () => Promise<unknown>, logger: Logger) {
    this.#name = name
    this.#logger = logger
    this.job = { name: `look_for_${name}`, everyMs: LOOK_EVERY_MS, run: () => this.#look(ping) }
  }

  /** As it was when last looked at; true before. */
  reached(): boolean {
    return this.#reached
  }

  async #look(ping: () => Promise<unknown>): Promise<void> {
    try {
      await ping()
      if (!this.#reached) this.#logger.info({ server: this.#name }, 'a server answers again')
      this.#reached = true
    } catch (error) {
      if (this.#reached) this.#logger.error({ err: error, server: this.#name }, 'a server is gone')
      this.#reached = false
    }
  }
}
