import { Connection } from './connection.ts'
import type { Load } from './plan.ts'

/**
 * One client's work on a connection of its own, which was due at `dueMs` of performance.now();
 * resolves with its last answer's status.
 */
export type Work = (connection: Connection, dueMs: number) => Promise<void>

/** The next client's work; undefined when there is nothing left to do. */
export type NextWork = () => Work | undefined

export interface Target {
  readonly port: number
  readonly load: Load
}

/** Connections of an open load; clients that find none free wait, and their waiting counts. */
const OPEN_CONNECTIONS = 512
/** Connections opened at once: more than a listen queue takes would be refused or delayed. */
const OPENED_AT_ONCE = 128

/** Resolves when the load is over and every answer has come, with the seconds that took. */
export async function runLoad({ port, load }: Target, next: NextWork): Promise<number> {
  if (load.kind === 'open') return new OpenLoad(port, next).run(load)
  const connections = await openConnections(port, load.concurrency)
  const startMs = performance.now()
  await closedLoad(connections, next, startMs + load.seconds * 1000)
  const seconds = (performance.now() - startMs) / 1000
  for (const connection of connections) connection.close()
  return seconds
}

export async function openConnections(port: number, count: number): Promise<Connection[]> {
  const connections: Connection[] = []
  while (connections.length < count) {
    const length = Math.min(OPENED_AT_ONCE, count - connections.length)
    const opened = await Promise.all(Array.from({ length }, () => Connection.open(port)))
    connections.push(...opened)
  }
  return connections
}

async function closedLoad(connections: readonly Connection[], next: NextWork, endMs: number) {
  await Promise.all(
    connections.map(async (connection) => {
      for (let now = performance.now(); now < endMs; now = performance.now()) {
        const work = next()
        if (!work) return
        await work(connection, now)
      }
    }),
  )
}

/**
 * Clients arrive by the clock and never by the server's pace: one that is due while every
 * connection is busy waits, and the wait is part of its latency. A load that waited for answers
 * would leave out exactly the clients who suffer ("coordinated omission", G. Tene).
 */
class OpenLoad {
  readonly #port: number
  readonly #next: NextWork
  readonly #free: Connection[] = []
  readonly #dueMs: number[] = []
  readonly #running = new Set<Promise<void>>()

  constructor(port: number, next: NextWork) {
    this.#port = port
    this.#next = next
  }

  async run({ perSecond, seconds }: Extract<Load, { kind: 'open' }>): Promise<number> {
    const startMs = performance.now()
    const endMs = startMs + seconds * 1000
    let dueMs = startMs + gapMs(perSecond)
    while (dueMs < endMs) {
      const now = performance.now()
      for (; dueMs <= now && dueMs < endMs; dueMs += gapMs(perSecond)) this.#dueMs.push(dueMs)
      this.#serve()
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    while (this.#running.size > 0) await Promise.all(this.#running)
    const tookMs = performance.now() - startMs
    for (const connection of this.#free) connection.close()
    return tookMs / 1000
  }

  #serve(): void {
    while (this.#dueMs.length > 0 && this.#running.size < OPEN_CONNECTIONS) {
      const work = this.#next()
      if (!work) return
      const done = this.#serveOne(work, this.#dueMs.shift() as number).then(() => {
        this.#running.delete(done)
        this.#serve()
      })
      this.#running.add(done)
    }
  }

  /** Opens as many as are needed: a server closes those that nobody uses. */
  async #serveOne(work: Work, dueMs: number): Promise<void> {
    const free = this.#free.pop()
    const connection = free?.isOpen ? free : await Connection.open(this.#port)
    await work(connection, dueMs)
    this.#free.push(connection)
  }
}

/** Time to the next arrival of a Poisson process. */
function gapMs(perSecond: number): number {
  return (-Math.log(1 - Math.random()) / perSecond) * 1000
}
