import { toBinary } from '@bufbuild/protobuf'
import type { Clock, Random } from '@usher/kernel'
import { type Change, put, type Tables } from '@usher/stores'
import { Deliveries } from '../deliveries.ts'
import type { Consumer, DeadLetter, DeliveryFailure, Subscription } from '../event-bus.ts'
import { keyBatches } from '../key-batches.ts'
import type { LogRecord, LogSource } from '../log-source.ts'
import type { Topic } from '../topics.ts'
import { Alarm, LINGER_MS } from './alarm.ts'
import { attributesOf } from './attributes-of.ts'
import { consumerPositionsTable } from './consumer-positions.ts'
import type { TablesTopicLog } from './topic-log.ts'

/**
 * Messages that a subscription holds at once; those behind a failing one of their key are among
 * them.
 */
const PENDING_MAX = 512
/**
 * The longest wait before a log that cannot wake us is read again, or a store that failed is tried.
 */
const POLL_MS = 1000
/** The same for a log that wakes us: a precaution. */
const IDLE_POLL_MS = 3_600_000

export interface SubscriptionNeeds {
  readonly tables: Tables
  readonly clock: Clock
  readonly random: Random
  readonly log: TablesTopicLog
  readonly source: LogSource
  readonly onFailure: (failure: DeliveryFailure) => void
}

interface Pending {
  readonly record: LogRecord
  readonly attempts: number
  /** On the monotonic scale. */
  readonly dueMs: number
}

/**
 * One consumer's walk along a log.
 *
 * It reads until `PENDING_MAX` messages are pending and hands them over in order. One that fails
 * stays, with those of its key behind it, until its next attempt falls due; the others go on.
 * While what the handler needs is away all of them stay, see `Deliveries`. The
 * position is the offset before the first that is pending, and is committed after the effects it
 * stands for; what a crash forgets is handled again.
 */
export class LogSubscription implements Subscription {
  readonly #needs: SubscriptionNeeds
  readonly #consumer: Consumer
  readonly #alarm: Alarm
  readonly #deliveries: Deliveries
  readonly #ended: Promise<void>
  #pending: readonly Pending[] = []
  #dead: { readonly record: LogRecord; readonly letter: DeadLetter }[] = []
  #readUpTo: number
  #savedUpTo: number
  #closed = false

  constructor(needs: SubscriptionNeeds, consumer: Consumer) {
    const { topic, group, begin = 'oldest' } = consumer
    this.#needs = needs
    this.#consumer = consumer
    this.#alarm = new Alarm(needs.clock)
    this.#deliveries = new Deliveries(needs, { topic: topic.name, group })
    const start = begin === 'newest' ? (needs.source.head?.() ?? 0) : 0
    this.#readUpTo = needs.tables.get(consumerPositionsTable, topic.name, group)?.offset ?? start
    this.#savedUpTo = this.#readUpTo
    this.#ended = this.#run()
  }

  close(): Promise<void> {
    this.#closed = true
    this.#alarm.stop()
    return this.#ended
  }

  async #run(): Promise<void> {
    const cancel = this.#needs.source.onAppended?.(() => this.#alarm.ring())
    while (!this.#closed) {
      const restMs = await this.#step().catch((error: unknown) => this.#stepFailed(error))
      if (restMs > 0) await this.#alarm.rest(restMs)
    }
    cancel?.()
    await this.#save().catch((error: unknown) => this.#stepFailed(error))
  }

  /** Answers how long there is nothing to do. */
  async #step(): Promise<number> {
    const room = PENDING_MAX - this.#pending.length
    const fresh = room > 0 ? await this.#fill(room) : 0
    // What was read may not be durable yet. Nothing is done about it before it is: commits become
    // durable in order.
    if (fresh > 0) await this.#commit()
    await this.#handlePending()
    // The next step's commit is soon enough for the position, and serves what has come by then.
    if (fresh > 0) return fresh < room ? LINGER_MS : 0
    await this.#save()
    return this.#restMs()
  }

  /** Answers how many messages came. */
  async #fill(room: number): Promise<number> {
    const records = await this.#needs.source.read(this.#readUpTo, room)
    const last = records.at(-1)
    if (!last) return 0
    const fresh = records.map((record) => ({ record, attempts: 0, dueMs: 0 }))
    this.#pending = [...this.#pending, ...fresh]
    this.#readUpTo = last.offset
    return records.length
  }

  async #handlePending(): Promise<void> {
    const kept: Pending[] = []
    const waitingKeys = new Set<string>()
    for (const batch of keyBatches(this.#pending, this.#consumer.atOnce ?? 1)) {
      const attempts = batch.map(async (pending) => {
        const waits = waitingKeys.has(pending.record.key) || pending.dueMs > this.#nowMs()
        const isHeldBack = this.#closed || this.#deliveries.restMs > 0
        return isHeldBack || waits ? pending : await this.#attempt(pending)
      })
      for (const rest of await Promise.all(attempts)) {
        if (!rest) continue
        kept.push(rest)
        waitingKeys.add(rest.record.key)
      }
    }
    this.#pending = kept
  }

  /** Answers what is left to do about the message: nothing, or a later attempt. */
  async #attempt(pending: Pending): Promise<Pending | undefined> {
    const { record, attempts } = pending
    const { topic } = this.#consumer
    const outcome = await this.#deliveries.attempt({ id: record.id, attempts }, async () =>
      this.#consumer.handle(record.message, attributesOf(topic, record)),
    )
    if (outcome.kind === 'away') return pending
    if (outcome.kind === 'again') {
      return { record, attempts: outcome.attempts, dueMs: outcome.dueMs }
    }
    if (outcome.kind === 'dead') this.#dead.push({ record, letter: outcome.letter })
    return undefined
  }

  /** How far everything is done. Messages of one offset are done together or not at all. */
  #doneUpTo(): number {
    const first = this.#pending[0]
    return first ? first.record.offset - 1 : this.#readUpTo
  }

  async #save(): Promise<void> {
    if (this.#doneUpTo() !== this.#savedUpTo || this.#dead.length > 0) await this.#commit()
  }

  /** Commits position and dead letters together. */
  async #commit(): Promise<void> {
    const { tables, clock, log } = this.#needs
    const { topic, group } = this.#consumer
    const doneUpTo = this.#doneUpTo()
    const dead = this.#dead
    const position = put(consumerPositionsTable, {
      topic: topic.name,
      consumer_group: group,
      offset: doneUpTo,
      updated_at_ms: clock.nowMs(),
    })
    await tables.commit([...dead.map((letter) => deadLetterChange(log, topic, letter)), position])
    this.#dead = []
    this.#savedUpTo = doneUpTo
  }

  #restMs(): number {
    const due = this.#pending.map(({ dueMs }) => dueMs).filter((dueMs) => dueMs > 0)
    const pollMs = this.#needs.source.onAppended ? IDLE_POLL_MS : POLL_MS
    const waitMs = this.#deliveries.isHeldBack
      ? this.#deliveries.restMs
      : Math.min(...due) - this.#nowMs()
    return Math.max(0, Math.min(pollMs, waitMs))
  }

  #nowMs(): number {
    return this.#needs.clock.monotonicMs()
  }

  #stepFailed(error: unknown): number {
    this.#deliveries.stepFailed(error)
    return POLL_MS
  }
}

function deadLetterChange(
  log: TablesTopicLog,
  topic: Topic,
  { record, letter }: { record: LogRecord; letter: DeadLetter },
): Change {
  const encoded = () => Buffer.from(toBinary(topic.schema, record.message)).toString('base64')
  return log.recordDeadLetter(topic, {
    message_id: record.id,
    message_key: record.key,
    time_ms: record.timeMs,
    body: record.body ?? encoded(),
    dead_letter: letter,
  })
}
