import { setImmediate as nextTurn } from 'node:timers/promises'
import { compatibilityPartitioner, Producer, stringSerializer } from '@platformatic/kafka'
import { DomainError } from '@usher/kernel'
import type { OutgoingRecord } from './cloud-events.ts'
import { kafkaErrors } from './kafka-errors.ts'
import type { Kafka } from './open-kafka.ts'

/** Of a broker with its defaults, a batch may have 1 MiB with everything around it. */
const BATCH_BYTES_MAX = 900_000
const BATCH_RECORDS_MAX = 500
const QUEUE_RECORDS_MAX = 20_000
/** What a record needs beside key, value and headers, rounded up. */
const RECORD_OVERHEAD_BYTES = 64

/** Sends records to their topics. */
export interface KafkaProducer {
  /**
   * Resolves when every record is on all replicas in sync. Records of one key arrive in the order
   * in which they were given, also over several calls as long as none fails; after a failure
   * records of that call may have arrived, and the caller sends them again, before anything newer.
   * Fails with invalid / message_too_large, unavailable / kafka_topic_missing or
   * kafka_unavailable, and exhausted / kafka_queue_full.
   */
  send(records: readonly OutgoingRecord[]): Promise<void>
  /** Sends what is queued, then lets go of the connections. */
  close(): Promise<void>
}

interface Parcel {
  left: number
  failed: boolean
  readonly done: PromiseWithResolvers<void>
}

interface Queued {
  readonly record: OutgoingRecord
  readonly bytes: number
  readonly parcel: Parcel
}

export function kafkaProducer(kafka: Kafka): KafkaProducer {
  return new BatchingProducer(kafka)
}

/**
 * One batch is under way at a time, and what comes meanwhile makes the next: order needs no more
 * thought, and a record costs a thirtieth of one sent alone. Idempotent, so that the client's own
 * attempts leave no duplicates; partitioned as the Java clients do, so that theirs agree with ours.
 */
class BatchingProducer implements KafkaProducer {
  readonly #kafka: Kafka
  readonly #producer: Producer<string, Buffer, string, string>
  #queue: Queued[] = []
  #sending: Promise<void> | undefined
  #closed = false

  constructor(kafka: Kafka) {
    this.#kafka = kafka
    this.#producer = new Producer<string, Buffer, string, string>({
      ...kafka.options,
      idempotent: true,
      partitioner: compatibilityPartitioner,
      serializers: {
        key: stringSerializer,
        headerKey: stringSerializer,
        headerValue: stringSerializer,
      },
    })
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return
    if (this.#closed) throw unavailable('the producer is closed')
    if (this.#queue.length + records.length > QUEUE_RECORDS_MAX) throw queueFull()
    const sized = records.map((record) => ({ record, bytes: bytesOf(record) }))
    const parcel = { left: records.length, failed: false, done: Promise.withResolvers<void>() }
    for (const { record, bytes } of sized) this.#queue.push({ record, bytes, parcel })
    this.#sending ??= this.#sendQueue()
    await parcel.done.promise
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#sending
    await this.#producer.close(true).catch(() => undefined)
  }

  async #sendQueue(): Promise<void> {
    // Others of this turn come along.
    await nextTurn()
    while (this.#queue.length > 0) {
      const batch = this.#takeBatch()
      await this.#sendBatch(batch).then(
        () => settle(batch),
        (error: unknown) => this.#fail(batch, error),
      )
    }
    this.#sending = undefined
  }

  #takeBatch(): readonly Queued[] {
    let bytes = 0
    let count = 0
    for (const queued of this.#queue) {
      bytes += queued.bytes
      if (count > 0 && (bytes > BATCH_BYTES_MAX || count === BATCH_RECORDS_MAX)) break
      count++
    }
    const batch = this.#queue.slice(0, count)
    this.#queue = this.#queue.slice(count)
    return batch
  }

  async #sendBatch(batch: readonly Queued[]): Promise<void> {
    const messages = batch.map(({ record: { topic, key, value, headers } }) => ({
      topic: this.#kafka.topicName(topic),
      key,
      value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
      headers,
    }))
    await kafkaErrors(() => this.#producer.send({ messages }))
  }

  /** The rest of a parcel that failed is not sent: it would overtake what its caller repeats. */
  #fail(batch: readonly Queued[], error: unknown): void {
    for (const { parcel } of batch) {
      parcel.failed = true
      parcel.done.reject(error)
    }
    this.#queue = this.#queue.filter(({ parcel }) => !parcel.failed)
  }
}

function settle(batch: readonly Queued[]): void {
  for (const { parcel } of batch) {
    parcel.left--
    if (parcel.left === 0) parcel.done.resolve()
  }
}

function bytesOf({ topic, key, value, headers }: OutgoingRecord): number {
  let bytes = RECORD_OVERHEAD_BYTES + value.byteLength + Buffer.byteLength(key)
  for (const [name, text] of Object.entries(headers)) bytes += name.length + Buffer.byteLength(text)
  if (bytes <= BATCH_BYTES_MAX) return bytes
  const message = `a message of ${bytes} bytes is too large for ${topic}`
  throw new DomainError('invalid', 'message_too_large', message, { topic, key, bytes })
}

/** Throws invalid / message_too_large for a record that `send` refuses. */
export function requireSendable(record: OutgoingRecord): void {
  bytesOf(record)
}

function queueFull(): DomainError {
  const message = `more than ${QUEUE_RECORDS_MAX} messages wait for Kafka`
  return new DomainError('exhausted', 'kafka_queue_full', message)
}

function unavailable(message: string): DomainError {
  return new DomainError('unavailable', 'kafka_unavailable', message)
}
