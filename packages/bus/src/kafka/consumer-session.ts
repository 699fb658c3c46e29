import {
  Consumer as KafkaConsumer,
  type Message,
  type MessagesStream,
  stringDeserializer,
} from '@platformatic/kafka'
import { type Clock, DomainError } from '@usher/kernel'
import type { ReadRecord } from './cloud-events.ts'
import { kafkaErrors } from './kafka-errors.ts'
import type { Kafka } from './open-kafka.ts'
import type { Assigned } from './partition-positions.ts'
import { settledWithin } from './settled-within.ts'

type Stream = MessagesStream<string, Buffer, string, string>
type Client = KafkaConsumer<string, Buffer, string, string>

export interface SessionOptions {
  readonly topic: string
  readonly group: string
  readonly onRecord: (record: ReadRecord) => void
  /** Where a group without a position begins. */
  readonly begin: 'oldest' | 'newest'
  /** The partitions that this member has from now on. */
  readonly onAssigned: (assigned: readonly Assigned[]) => void
  /** True for a partition whose records it had taken over before. */
  readonly isKnown: (partition: number) => boolean
  /** The session is over. */
  readonly onFailed: (error: unknown) => void
}

/** A member that is dead gives its partitions to others after so long. */
const SESSION_TIMEOUT_MS = 15_000
const REBALANCE_TIMEOUT_MS = 20_000
const HEARTBEAT_MS = 3000
/**
 * How long a broker keeps a fetch that has nothing to answer; what comes is answered at once. A
 * partition that is had from another member is asked for after this.
 */
const FETCH_WAIT_MS = 2000
/** Longer than a broker keeps a member that wants to join waiting for the others. */
const REQUEST_MS = 30_000
/** A broker that is paused keeps nobody from going on, or from ending, for longer. */
const ANSWER_MS = 5000
/** A broker that has gone answers no goodbye. */
const CLOSE_MS = 5000

/**
 * One membership in a consumer group: joined when it is open, until it fails or is closed. The
 * client mends broken connections by itself; what it cannot mend ends the session.
 */
export class ConsumerSession {
  readonly #kafka: Kafka
  readonly #options: SessionOptions
  readonly #client: Client
  #stream: Stream | undefined
  #paused = false

  constructor(kafka: Kafka, options: SessionOptions) {
    this.#kafka = kafka
    this.#options = options
    this.#client = new KafkaConsumer<string, Buffer, string, string>({
      ...kafka.options,
      requestTimeout: REQUEST_MS,
      groupId: kafka.groupName(options.topic, options.group),
      sessionTimeout: SESSION_TIMEOUT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTime: FETCH_WAIT_MS,
      autocommit: false,
      deserializers: {
        key: (data) => stringDeserializer(data),
        headerKey: (data) => stringDeserializer(data),
        headerValue: (data) => stringDeserializer(data),
      },
    })
  }

  async open(): Promise<void> {
    const topic = this.#kafka.topicName(this.#options.topic)
    const fallbackMode = this.#options.begin === 'newest' ? 'latest' : 'earliest'
    const stream = await kafkaErrors(() =>
      this.#client.consume({ topics: [topic], mode: 'committed', fallbackMode }),
    )
    this.#stream = stream
    this.#client.on('consumer:group:join', () => this.#forgetStrangers(stream))
    stream.on('offsets', () => this.#tellAssigned(stream))
    stream.on('error', (error) => this.#options.onFailed(error))
    stream.on('close', () => this.#options.onFailed(new Error('the stream of messages has ended')))
    if (stream.offsetsToFetch.size > 0) this.#tellAssigned(stream)
    stream.on('data', (message) => this.#options.onRecord(readRecord(this.#options.topic, message)))
  }

  /** Stops taking over records, or goes on. */
  setPaused(paused: boolean): void {
    if (paused === this.#paused) return
    this.#paused = paused
    if (paused) this.#stream?.pause()
    else this.#stream?.resume()
  }

  /** Puts on record from where the group goes on. */
  async commit(moved: readonly Assigned[], clock: Clock): Promise<void> {
    const topic = this.#kafka.topicName(this.#options.topic)
    const offsets = moved.map(({ partition, from }) => ({
      topic,
      partition,
      offset: BigInt(from),
      leaderEpoch: -1,
    }))
    await answerWithin(clock, () => this.#client.commit({ offsets }))
  }

  /** Partition -> the offset behind its newest record. */
  async ends(clock: Clock): Promise<readonly number[]> {
    const topic = this.#kafka.topicName(this.#options.topic)
    const offsets = await answerWithin(clock, () => this.#client.listOffsets({ topics: [topic] }))
    return (offsets.get(topic) ?? []).map(Number)
  }

  async close(clock: Clock): Promise<void> {
    await settledWithin(clock, CLOSE_MS, this.#client.close(true))
  }

  /**
   * The client remembers how far it has read in partitions that others had meanwhile, and would go
   * on there when the group has nothing on record.
   */
  #forgetStrangers(stream: Stream): void {
    for (const key of stream.offsetsToFetch.keys()) {
      if (!this.#options.isKnown(partitionOf(key))) stream.offsetsToFetch.delete(key)
    }
  }

  #tellAssigned(stream: Stream): void {
    const topic = this.#kafka.topicName(this.#options.topic)
    const own = this.#client.assignments?.find((assignment) => assignment.topic === topic)
    const assigned = (own?.partitions ?? []).flatMap((partition) => {
      const from = stream.offsetsToFetch.get(`${topic}:${partition}`)
      return from === undefined ? [] : [{ partition, from: Number(from) }]
    })
    this.#options.onAssigned(assigned)
  }
}

function answerWithin<Value>(clock: Clock, work: () => Promise<Value>): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const cancel = clock.schedule(ANSWER_MS, () => {
    reject(new DomainError('unavailable', 'kafka_unavailable', 'Kafka does not answer'))
  })
  return Promise.race([kafkaErrors(work), late]).finally(cancel)
}

function partitionOf(key: string): number {
  return Number(key.slice(key.lastIndexOf(':') + 1))
}

function readRecord(topic: string, message: Message<string, Buffer, string, string>): ReadRecord {
  return {
    topic,
    partition: message.partition,
    offset: Number(message.offset),
    timeMs: Number(message.timestamp),
    key: message.key ?? '',
    value: message.value ?? new Uint8Array(),
    headers: message.headers,
  }
}
