import type { Clock, Random } from '@usher/kernel'
import type { RedisConnection } from './open-redis.ts'

export interface ReadThroughCacheOptions<Value> {
  readonly redis: RedisConnection
  readonly clock: Clock
  readonly random: Random
  /** In front of every key: what the values are. */
  readonly prefix: string
  /** No value is older than this. */
  readonly ttlMs: number
  readonly encode: (value: Value) => Uint8Array
  /** Throws for what it did not encode; then the value is loaded. */
  readonly decode: (bytes: Uint8Array) => Value
}

/** Values that may be somewhat old. */
export interface ReadThroughCache<Value> {
  /** The value of the cache, or else of `load`, which all who ask at once in a process share. */
  get(key: string, load: () => Promise<Value>): Promise<Value>
  /** Whoever asks after it resolves gets a value from then or later; with one exception, below. */
  forget(key: string): Promise<void>
}

/** Larger values are not kept: they would slow down everybody else's. */
const VALUE_BYTES_MAX = 64 * 1024
/** Values made together end apart: up to so much of their time is taken off at random. */
const TTL_JITTER = 0.25
/** A Redis that failed is left in peace for so long. */
const REST_MS = 1000

// Asking -> resting, when Redis fails or is slow -> asking again after `REST_MS`.

/**
 * A cache in Redis that may vanish at any time: then each process loads for itself, still only once
 * at a time. Failures are not kept. A value that was being loaded while it was forgotten may be
 * kept afterwards: for `ttlMs` at most.
 */
export function redisReadThroughCache<Value>(
  options: ReadThroughCacheOptions<Value>,
): ReadThroughCache<Value> {
  return new RedisReadThroughCache(options)
}

class RedisReadThroughCache<Value> implements ReadThroughCache<Value> {
  readonly #options: ReadThroughCacheOptions<Value>
  readonly #flights = new Map<string, Promise<Value>>()
  #restUntilMs = 0

  constructor(options: ReadThroughCacheOptions<Value>) {
    this.#options = options
  }

  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const flying = this.#flights.get(key)
    if (flying) return flying
    const flight = this.#find(key, load).finally(() => this.#end(key, flight))
    this.#flights.set(key, flight)
    return flight
  }

  async forget(key: string): Promise<void> {
    this.#flights.delete(key)
    await this.#asking((redis, name) => redis.del(name), key)
  }

  /** A flight that was forgotten has been replaced, perhaps. */
  #end(key: string, flight: Promise<Value>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }

  async #find(key: string, load: () => Promise<Value>): Promise<Value> {
    const bytes = await this.#asking((redis, name) => redis.getBuffer(name), key)
    const known = bytes ? this.#decoded(bytes) : undefined
    if (known) return known.value
    const value = await load()
    // Nobody waits for it.
    void this.#keep(key, value)
    return value
  }

  #decoded(bytes: Uint8Array): { readonly value: Value } | undefined {
    try {
      return { value: this.#options.decode(bytes) }
    } catch {
      // What is there is of another version, or nobody's: it is loaded and written over.
      return undefined
    }
  }

  async #keep(key: string, value: Value): Promise<void> {
    const { ttlMs, random, encode } = this.#options
    const bytes = Buffer.from(encode(value))
    if (bytes.length > VALUE_BYTES_MAX) return
    const jitteredMs = Math.max(1, Math.floor(ttlMs * (1 - TTL_JITTER * random.fraction())))
    await this.#asking((redis, name) => redis.set(name, bytes, 'PX', jitteredMs), key)
  }

  /** Undefined when Redis rests or does not answer. */
  async #asking<Answer>(
    ask: (redis: RedisConnection, name: string) => Promise<Answer>,
    key: string,
  ): Promise<Answer | undefined> {
    const { redis, clock, prefix } = this.#options
    if (clock.monotonicMs() < this.#restUntilMs) return undefined
    try {
      return await ask(redis, `${prefix}:${key}`)
    } catch {
      // Whatever it is, the value can be had without Redis.
      this.#restUntilMs = clock.monotonicMs() + REST_MS
      return undefined
    }
  }
}
