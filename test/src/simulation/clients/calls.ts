import type { ServiceClients } from '@usher/api-gateway'
import { DomainError } from '@usher/kernel'
import type { UsherProcess } from '../machine/usher-process.ts'
import type { World } from '../world.ts'
import type { History } from './history.ts'

export interface Call<Answer> {
  readonly name: string
  readonly send: (clients: ServiceClients, process: UsherProcess) => Promise<Answer>
  /**
   * Called when the answer has reached the client, which is never after the end of the process that
   * was asked.
   */
  readonly told: (answer: Answer) => void
}

/**
 * What a process that meets a failing disk may say; its client does not know whether it was done.
 */
const unknownOutcomes = new Set(['storage_failed', 'storage_closed'])

/** The calls of all clients: begun one after the other, answered in any order or never. */
export class Calls {
  readonly trace: string[] = []
  readonly #world: World
  readonly #history: History
  #count = 0

  constructor(world: World, history: History) {
    this.#world = world
    this.#history = history
  }

  /** Begins a call and does not wait for its answer. */
  begin<Answer>({ name, send, told }: Call<Answer>): void {
    const { process } = this.#world
    const number = ++this.#count
    if (!process.power.on) return this.note(`${number} ${name}: nobody there`)
    this.note(`${number} ${name}: begun`)
    send(process.root.clients, process).then(
      (answer) => {
        if (!process.power.on) return
        this.note(`${number} ${name}: answered`)
        told(answer)
      },
      (error: unknown) => {
        if (process.power.on) this.#refused(`${number} ${name}`, error)
      },
    )
  }

  note(line: string): void {
    this.trace.push(`${this.#world.clock.monotonicMs()} ms  ${line}`)
  }

  #refused(name: string, error: unknown): void {
    if (error instanceof DomainError) {
      this.note(`${name}: ${error.code}`)
      if (!unknownOutcomes.has(error.code)) this.#world.sightings.saw(`refused_${error.code}`)
      return
    }
    this.note(`${name}: ${String(error)}`)
    const stack = error instanceof Error ? error.stack : String(error)
    this.#history.breaches.push({ invariant: 'no unexpected error', facts: { name, stack } })
  }
}
