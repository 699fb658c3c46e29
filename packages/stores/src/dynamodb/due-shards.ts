import type { Item } from './batch-reads.ts'
import { shardOf } from './spread-keys.ts'

// A shard is awake, or quiet until the first thing in it is due that the last look has seen coming,
// at most `quietMs`. What this process itself has written for sooner wakes it until it is settled.

export interface DueShardsOptions {
  readonly count: number
  /**
   * So far each look sees ahead. What another process writes to be due sooner than that, and then
   * leaves behind, is found so much later at most.
   */
  readonly quietMs: number
  readonly dueAtMs: (item: Item) => number
}

/** Knows which of the shards of an index may hold what is due, so that the others are not asked. */
export class DueShards {
  readonly #options: DueShardsOptions
  readonly #quietUntilMs: number[]
  /** What this process has written and a quiet shard would miss: when it is due. */
  readonly #expected = new Map<string, number>()

  constructor(options: DueShardsOptions) {
    this.#options = options
    this.#quietUntilMs = Array.from({ length: options.count }, () => Number.NEGATIVE_INFINITY)
  }

  /** The name is what the shard of its item follows from. */
  expect(name: string, dueAtMs: number): void {
    const { quietMs } = this.#options
    const nextLookMs = this.#quietUntilMs[this.#shardOf(name)] ?? 0
    if (dueAtMs < nextLookMs + quietMs) this.#expected.set(name, dueAtMs)
    else this.#expected.delete(name)
  }

  /** It will not be due any more. */
  settle(name: string): void {
    this.#expected.delete(name)
  }

  /**
   * What is due now in each shard that may have any, the longest due first in each. `query` answers
   * the items of a shard that are due until then, in their order.
   */
  due(
    nowMs: number,
    query: (shard: number, untilMs: number) => AsyncGenerator<Item, void, undefined>,
  ): AsyncGenerator<Item, void, undefined>[] {
    const untilMs = nowMs + this.#options.quietMs
    return this.#awake(nowMs).map((shard) => this.#dueOf(shard, nowMs, query(shard, untilMs)))
  }

  #awake(nowMs: number): number[] {
    const woken = new Set<number>()
    for (const [name, dueAtMs] of this.#expected) {
      if (dueAtMs <= nowMs) woken.add(this.#shardOf(name))
      // By now every look sees it, if it is there at all.
      if (dueAtMs < nowMs - 2 * this.#options.quietMs) this.#expected.delete(name)
    }
    return this.#quietUntilMs.flatMap((untilMs, shard) =>
      untilMs <= nowMs || woken.has(shard) ? [shard] : [],
    )
  }

  async *#dueOf(
    shard: number,
    nowMs: number,
    items: AsyncGenerator<Item, void, undefined>,
  ): AsyncGenerator<Item, void, undefined> {
    // Awake, as long as nothing else is known: what is due now may stay so.
    this.#quietUntilMs[shard] = nowMs
    let quietUntilMs = nowMs + this.#options.quietMs
    for await (const item of items) {
      const dueAtMs = this.#options.dueAtMs(item)
      quietUntilMs = Math.min(quietUntilMs, dueAtMs)
      if (dueAtMs > nowMs) break
      yield item
    }
    this.#quietUntilMs[shard] = Math.max(nowMs, quietUntilMs)
  }

  #shardOf(name: string): number {
    return shardOf(name, this.#options.count)
  }
}
