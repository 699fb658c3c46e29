/** Why a server ends. */
export type StopReason =
  | { readonly kind: 'asked'; readonly by: string }
  | { readonly kind: 'fault'; readonly error: unknown }

/**
 * Waits for the end of this process: a signal, the death of the launcher, or a fault. Only one may
 * wait at a time.
 */
export class StopSignal {
  readonly reason: Promise<StopReason>
  readonly #resolve: (reason: StopReason) => void
  #stopping = false

  constructor() {
    const { promise, resolve } = Promise.withResolvers<StopReason>()
    this.reason = promise
    this.#resolve = resolve
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => this.#asked(signal))
    }
    // The launcher holds the other end of the channel; without it nobody could stop us.
    process.on('disconnect', () => {
      if (!this.#stopping) this.#asked('the launcher')
    })
    process.channel?.unref()
    process.on('unhandledRejection', (error) => this.fault(error))
    process.on('uncaughtException', (error) => this.fault(error))
  }

  fault(error: unknown): void {
    this.#stopping = true
    this.#resolve({ kind: 'fault', error })
  }

  /** The second signal does not wait for what the first one began. */
  #asked(by: string): void {
    if (this.#stopping) process.exit(SECOND_SIGNAL)
    this.#stopping = true
    this.#resolve({ kind: 'asked', by })
  }
}

/** 128 + SIGINT, as shells report it. */
const SECOND_SIGNAL = 130
