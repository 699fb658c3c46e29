import { Worker } from 'node:worker_threads'
import { Engine, IN_MEMORY } from './engine.ts'
import type { EngineAnswer, EngineRequest } from './engine-messages.ts'

/** Somebody who answers one request after the other. */
export interface EngineRunner {
  /** One at a time. Rejects when the engine has ended by itself. */
  run(request: EngineRequest): Promise<EngineAnswer>
}

/** An engine in memory runs where it is called, so that tests and simulations are repeatable. */
export function openEngine(directory: string): EngineRunner {
  if (directory !== IN_MEMORY) return new ThreadRunner(directory)
  const engine = new Engine(directory)
  return { run: async (request) => engine.answer(request) }
}

class ThreadRunner implements EngineRunner {
  readonly #worker: Worker
  #waiting: PromiseWithResolvers<EngineAnswer> | undefined
  #ended: Error | undefined

  constructor(directory: string) {
    this.#worker = new Worker(new URL('./engine-thread.ts', import.meta.url), {
      workerData: { directory },
    })
    // A search never keeps the process alive.
    this.#worker.unref()
    this.#worker.on('message', (answer: EngineAnswer) => this.#waiting?.resolve(answer))
    this.#worker.on('error', (error) => this.#end(error as Error))
    this.#worker.on('exit', () => this.#end(new Error('the search thread ended')))
  }

  async run(request: EngineRequest): Promise<EngineAnswer> {
    if (this.#ended) throw this.#ended
    this.#waiting = Promise.withResolvers<EngineAnswer>()
    this.#worker.ref()
    this.#worker.postMessage(request)
    try {
      return await this.#waiting.promise
    } finally {
      this.#waiting = undefined
      this.#worker.unref()
    }
  }

  #end(error: Error): void {
    this.#ended ??= error
    this.#waiting?.reject(this.#ended)
  }
}
