import type { Logger } from '@usher/telemetry'

/** Work that goes on after its answer was sent. Whoever ends the process waits for it. */
export class Background {
  readonly #logger: Logger
  readonly #running = new Set<Promise<void>>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** Starts the work; a failure is logged, because somebody else is going to repeat it. */
  start(name: string, work: () => Promise<unknown>): void {
    const running = work().then(
      () => {},
      (error: unknown) => this.#logger.warn({ err: error, work: name }, 'background work failed'),
    )
    this.#running.add(running)
    void running.then(() => this.#running.delete(running))
  }

  /** Resolves when everything that was started has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#running)
  }
}
