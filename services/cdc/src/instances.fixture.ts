import { type ManualClock, manualClock, seededRandom } from '@usher/testing'
import { createLogger } from '@usher/telemetry'
import { memoryLeaseStore } from './adapters/memory/lease-store.ts'
import { MemoryChangeStream } from './adapters/memory/change-stream.ts'
import { type Cdc, createCdc } from './cdc.ts'
import type { Change, Message, UnreadableChange } from './domain/change.ts'
import type { MessageSink } from './ports/message-sink.ts'

export const config = { leaseMs: 10_000, pollMs: 250, shareEveryMs: 2000 }

/** Several instances of cdc over one stream, driven by hand. */
export class Instances {
  readonly clock: ManualClock = manualClock()
  readonly stream = new MemoryChangeStream('arn:seats')
  readonly leases = memoryLeaseStore()
  readonly entries: (Message | UnreadableChange)[] = []
  readonly log: string[] = []
  readonly running = new Map<string, Cdc>()
  /** What stands between an instance and Kafka. */
  beforePublish: (name: string) => Promise<void> = async () => undefined
  #seed = 1

  start(name: string): void {
    const sink: MessageSink = {
      publish: async (given) => {
        await this.beforePublish(name)
        this.entries.push(...given)
      },
    }
    const destination = { write: (line: string) => void this.log.push(line) }
    const logger = createLogger({ level: 'info', name, destination })
    const source = { table: 'seats', stream: this.stream, messageOf }
    const { clock, leases } = this
    const random = seededRandom(this.#seed++)
    const adapters = { sources: [source], leases, sink, clock, random, logger }
    this.running.set(name, createCdc(adapters, config))
  }

  /** It does nothing more, and says goodbye to nobody. */
  kill(name: string): void {
    this.running.delete(name)
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += config.pollMs) {
      await this.clock.advance(config.pollMs)
      for (const cdc of this.running.values()) await this.#runDue(cdc)
    }
  }

  /** Key -> the numbers of its changes, in the order of their first arrival. */
  arrived(): ReadonlyMap<string, readonly number[]> {
    const arrived = new Map<string, number[]>()
    for (const entry of this.entries) {
      if (!('topic' in entry)) continue
      const numbers = arrived.get(entry.key) ?? []
      const number = Number(entry.id)
      if (!numbers.includes(number)) arrived.set(entry.key, [...numbers, number])
    }
    return arrived
  }

  async #runDue(cdc: Cdc): Promise<void> {
    for (const job of cdc.jobs) {
      const isDue = this.clock.monotonicMs() % job.everyMs === 0
      if (isDue) await job.run().catch((error: unknown) => void this.log.push(String(error)))
    }
    await this.clock.advance(0)
  }
}

/** A change is the message of its item, unless it says that it is not readable. */
function messageOf({ key, newImage, atMs }: Change): Message | undefined {
  if (newImage?.['poison']) throw new Error('nobody can read this')
  const topic = 'seat.status.changed'
  const id = String(newImage?.['number'])
  return { topic, source: '/', id, key: String(key['id']), timeMs: atMs, body: new Uint8Array() }
}
