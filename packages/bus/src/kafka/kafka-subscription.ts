import { fromBinary } from '@bufbuild/protobuf'
import type { Clock, Random } from '@usher/kernel'
import { Deliveries } from '../deliveries.ts'
import type { Consumer, DeadLetter, DeliveryFailure, Subscription } from '../event-bus.ts'
import { keyBatches } from '../key-batches.ts'
import { Alarm } from '../tables/alarm.ts'
import { deadLettersOf } from '../topics.ts'
import {
  attributesOfRecord,
  type OutgoingRecord,
  outgoingRecord,
  type ReadRecord,
} from './cloud-events.ts'
import { ConsumerSession } from './consumer-session.ts'
import type { Kafka } from './open-kafka.ts'
import { PartitionPositions } from './partition-positions.ts'
import type { KafkaProducer } from './producer.ts'
import { settledWithin } from './settled-within.ts'

/** How far a group is behind the newest message of a topic. */
export interface ConsumerLag {
  readonly topic: string
  readonly group: string
  /** Messages that this member's partitions hold and the group has not on record as handled. */
  readonly messages: number
  /** The age of the oldest message that was taken over and is not handled. */
  readonly ageMs: number
  /** Nothing is handled because what the handler needs is away. */
  readonly isHeldBack: boolean
}

export interface KafkaSubscriptionNeeds {
  readonly kafka: Kafka
  readonly producer: KafkaProducer
  readonly clock: Clock
  readonly random: Random
  readonly onFailure: (failure: DeliveryFailure) => void
  readonly onLag: (lag: ConsumerLag) => void
}

/** Records taken over at once; those behind a failing one of their key are among them. */
const PENDING_MAX = 512
/** A crash repeats what was handled in this time; each time costs a request to Kafka. */
const COMMIT_EVERY_MS = 500
const LAG_EVERY_MS = 5000
/** The wait before a session is opened anew. */
const REOPEN_AFTER_MS = 1000
const REST_MAX_MS = 1000
/** So long a subscription that ends waits for its dead letters; later they come again. */
const LETTERS_MS = 5000

interface Pending {
  readonly record: ReadRecord
  readonly attempts: number
  /** On the monotonic scale. */
  readonly dueMs: number
}

interface Dead {
  readonly record: ReadRecord
  readonly letter: DeadLetter
}

/**
 * One consumer's walk along a topic as a member of its group.
 *
 * Modes: `open`, a session takes over records and they are handled; `waiting`, for the next session
 * after one has failed; `closed`. Open -> waiting when the session fails; what was taken over is
 * then forgotten: the group goes on behind what it has on record, so all of it comes again. One
 * counts as handled when its handler has resolved, or when its dead letter is stored; positions are
 * put on record after that, and never beyond a record that is still to be handled.
 */
export class KafkaSubscription implements Subscription {
  readonly #needs: KafkaSubscriptionNeeds
  readonly #consumer: Consumer
  readonly #alarm: Alarm
  readonly #deliveries: Deliveries
  readonly #positions = new PartitionPositions()
  readonly #ended: Promise<void>
  #pending: Pending[] = []
  #dead: Dead[] = []
  #burying: Promise<void> | undefined
  #session: ConsumerSession | undefined
  #sessionFailed = false
  /** Counts rebalances: what a step began with may be somebody else's by now. */
  #assignments = 0
  #committedAtMs = 0
  #lagToldAtMs = Number.NEGATIVE_INFINITY
  #closed = false

  constructor(needs: KafkaSubscriptionNeeds, consumer: Consumer) {
    this.#needs = needs
    this.#consumer = consumer
    this.#alarm = new Alarm(needs.clock)
    const { topic, group } = consumer
    this.#deliveries = new Deliveries(needs, { topic: topic.name, group })
    this.#ended = this.#run()
  }

  /** True while it is a member of its group. */
  get isOpen(): boolean {
    return this.#session !== undefined && !this.#sessionFailed
  }

  /** True while what its handler needs is away. It stays a member of its group meanwhile. */
  get isHeldBack(): boolean {
    return this.#deliveries.isHeldBack
  }

  close(): Promise<void> {
    this.#closed = true
    this.#alarm.stop()
    return this.#ended
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const session = this.#newSession()
      try {
        await session.open()
        this.#session = session
        await this.#work(session)
      } catch (error) {
        this.#deliveries.stepFailed(error)
      }
      await session.close(this.#needs.clock)
      this.#forget()
      if (!this.#closed) await this.#alarm.rest(REOPEN_AFTER_MS)
    }
  }

  #newSession(): ConsumerSession {
    this.#sessionFailed = false
    const { topic, group, begin = 'oldest' } = this.#consumer
    return new ConsumerSession(this.#needs.kafka, {
      topic: topic.name,
      group,
      begin,
      isKnown: (partition) => this.#positions.has(partition),
      onRecord: (record) => this.#takeOver(record),
      onAssigned: (assigned) => {
        const isOurs = this.#positions.assign(assigned)
        const stays = ({ record }: { readonly record: ReadRecord }) =>
          isOurs(record.partition, record.offset)
        this.#pending = this.#pending.filter(stays)
        this.#dead = this.#dead.filter(stays)
        this.#assignments++
        this.#alarm.ring()
      },
      onFailed: (error) => {
        if (!this.#sessionFailed && !this.#closed) this.#deliveries.stepFailed(error)
        this.#sessionFailed = true
        this.#alarm.ring()
      },
    })
  }

  #takeOver(record: ReadRecord): void {
    if (!this.#positions.take(record.partition, record.offset)) return
    this.#pending.push({ record, attempts: 0, dueMs: 0 })
    this.#alarm.ring()
    if (this.#pending.length >= PENDING_MAX) this.#session?.setPaused(true)
  }

  #forget(): void {
    this.#session = undefined
    this.#pending = []
    this.#dead = []
    this.#positions.clear()
  }

  async #work(session: ConsumerSession): Promise<void> {
    while (!this.#closed && !this.#sessionFailed) {
      const restMs = await this.#step(session).catch((error: unknown) => this.#stepFailed(error))
      await this.#alarm.rest(restMs)
    }
    // What was handled is put on record while the membership lasts; otherwise it comes again.
    this.#buryDead()
    await settledWithin(this.#needs.clock, LETTERS_MS, this.#burying)
    if (!this.#sessionFailed) await this.#save(session)
  }

  /** Answers how long there is nothing to do. */
  async #step(session: ConsumerSession): Promise<number> {
    await this.#handlePending()
    this.#buryDead()
    session.setPaused(this.#pending.length >= PENDING_MAX)
    const commitInMs = this.#committedAtMs + COMMIT_EVERY_MS - this.#nowMs()
    if (commitInMs <= 0) await this.#save(session)
    await this.#tellLag(session)
    return this.#restMs(Math.max(0, commitInMs))
  }

  async #handlePending(): Promise<void> {
    const assignments = this.#assignments
    const waitingKeys = new Set<string>()
    for (const batch of keyBatches([...this.#pending], this.#consumer.atOnce ?? 1)) {
      if (this.#closed || this.#sessionFailed || assignments !== this.#assignments) return
      const attempts = batch.map(async (pending) => {
        const waits = waitingKeys.has(pending.record.key) || pending.dueMs > this.#nowMs()
        const isHeldBack = this.#deliveries.restMs > 0
        const rest = isHeldBack || waits ? pending : await this.#attempt(pending)
        if (rest) waitingKeys.add(pending.record.key)
        if (rest !== pending) this.#replace(pending, rest)
      })
      await Promise.all(attempts)
    }
  }

  /** Others may have come, or gone with their partition, while the handler ran. */
  #replace(old: Pending, rest: Pending | undefined): void {
    const index = this.#pending.indexOf(old)
    if (index >= 0) this.#pending.splice(index, 1, ...(rest ? [rest] : []))
  }

  /** Answers what is left to do about the record: nothing, or a later attempt. */
  async #attempt(pending: Pending): Promise<Pending | undefined> {
    const { record, attempts } = pending
    const { topic } = this.#consumer
    const attributes = attributesOfRecord(record, topic)
    const outcome = await this.#deliveries.attempt({ id: attributes.id, attempts }, async () =>
      this.#consumer.handle(fromBinary(topic.schema, record.value), attributes),
    )
    if (outcome.kind === 'away') return pending
    if (outcome.kind === 'again') {
      return { record, attempts: outcome.attempts, dueMs: outcome.dueMs }
    }
    // Whose partition has gone meanwhile leaves the letter to the next member.
    const isOurs = this.#pending.includes(pending)
    if (outcome.kind === 'dead' && isOurs) this.#dead.push({ record, letter: outcome.letter })
    return undefined
  }

  /** Handling goes on meanwhile; positions wait, because what is dead counts as pending. */
  #buryDead(): void {
    const dead = this.#dead
    if (this.#burying || dead.length === 0) return
    const stored = this.#needs.producer.send(dead.map((each) => this.#letterOf(each)))
    this.#burying = stored
      .then(
        () => {
          this.#dead = this.#dead.filter((each) => !dead.includes(each))
        },
        (error: unknown) => this.#deliveries.stepFailed(error),
      )
      .finally(() => {
        this.#burying = undefined
      })
  }

  #letterOf({ record, letter }: Dead): OutgoingRecord {
    const { topic } = this.#consumer
    const { id, source, subject, time, traceparent } = attributesOfRecord(record, topic)
    return outgoingRecord({
      topic: deadLettersOf(topic).name,
      source,
      id,
      key: subject,
      timeMs: Date.parse(time),
      body: record.value,
      deadLetter: letter,
      ...(traceparent !== undefined && { traceparent }),
    })
  }

  async #save(session: ConsumerSession): Promise<void> {
    this.#committedAtMs = this.#nowMs()
    const moved = this.#progress()
    if (moved.length === 0) return
    await session.commit(moved, this.#needs.clock)
    this.#positions.committed(moved)
  }

  #progress() {
    const open = [...this.#dead, ...this.#pending].map(({ record }) => record)
    return this.#positions.progress(open.toSorted((a, b) => a.offset - b.offset))
  }

  async #tellLag(session: ConsumerSession): Promise<void> {
    if (this.#nowMs() < this.#lagToldAtMs + LAG_EVERY_MS) return
    this.#lagToldAtMs = this.#nowMs()
    const ends = await session.ends(this.#needs.clock)
    let messages = 0
    for (const { partition, from } of this.#positions.recorded()) {
      messages += Math.max(0, (ends[partition] ?? from) - from)
    }
    const { topic, group } = this.#consumer
    const { clock, onLag } = this.#needs
    const oldestMs = Math.min(...this.#pending.map(({ record }) => record.timeMs), clock.nowMs())
    const ageMs = clock.nowMs() - oldestMs
    onLag({ topic: topic.name, group, messages, ageMs, isHeldBack: this.isHeldBack })
  }

  #restMs(commitInMs: number): number {
    // One without a time waits behind another of its key, or has just come and rung.
    const timed = this.#pending.filter(({ dueMs }) => dueMs > 0)
    const { isHeldBack, restMs } = this.#deliveries
    const waits = isHeldBack ? [restMs] : timed.map(({ dueMs }) => dueMs - this.#nowMs())
    const dirtyMs = this.#progress().length > 0 ? commitInMs : REST_MAX_MS
    return Math.max(0, Math.min(REST_MAX_MS, dirtyMs, ...waits))
  }

  #nowMs(): number {
    return this.#needs.clock.monotonicMs()
  }

  #stepFailed(error: unknown): number {
    this.#deliveries.stepFailed(error)
    return REST_MAX_MS
  }
}
