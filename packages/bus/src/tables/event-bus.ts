import { type Clock, DomainError, type Job, type Random } from '@usher/kernel'
import { remove, type Tables } from '@usher/stores'
import type { Consumer, DeliveryFailure, EventBus, Handle, Subscription } from '../event-bus.ts'
import type { LogSource, MountedLog } from '../log-source.ts'
import { deadLettersOf, type Topic, topics } from '../topics.ts'
import { consumerPositionsTable } from './consumer-positions.ts'
import { LogSubscription } from './log-subscription.ts'
import { TopicLogCompaction } from './compact-topic-log.ts'
import { handledUpTo, type Prunable, pruneTopicLog, RETAIN_MS } from './prune-topic-log.ts'
import { NO_GROUP, replayLog } from './replay-log.ts'
import type { TablesTopicLog } from './topic-log.ts'
import { topicLogSource } from './topic-log-source.ts'

export interface TablesEventBusOptions {
  readonly tables: Tables
  readonly clock: Clock
  readonly random: Random
  readonly log: TablesTopicLog
  /** Topics served from logs that their services keep anyway. */
  readonly mounted?: readonly MountedLog[]
  /** Told of every failed delivery; logs and metrics belong here. */
  readonly onFailure?: (failure: DeliveryFailure) => void
}

/**
 * The bus of the embedded root: consumers read `topic_log`, and the mounted logs, where they are.
 */
export function tablesEventBus(options: TablesEventBusOptions): TablesEventBus {
  return new TablesEventBus(options)
}

export class TablesEventBus implements EventBus {
  /** For the root to run. */
  readonly jobs: readonly Job[]
  readonly #options: TablesEventBusOptions
  /** Topic name -> group -> its subscription. */
  readonly #subscriptions = new Map<string, Map<string, Subscription>>()
  readonly #compactions: ReadonlyMap<string, TopicLogCompaction>

  constructor(options: TablesEventBusOptions) {
    this.#options = options
    this.#compactions = new Map(
      Object.values<Topic>(topics)
        .filter(({ retention }) => retention === 'newest_of_each_key')
        .map(({ name }) => [name, new TopicLogCompaction(options.tables, name)]),
    )
    this.jobs = [{ name: 'prune_topic_log', everyMs: 60_000, run: () => this.#prune() }]
  }

  subscribe<AnyTopic extends Topic>(consumer: Consumer<AnyTopic>): Subscription {
    const { topic, group } = consumer
    const groups = this.#groupsOf(topic.name)
    if (groups.has(group)) throw alreadySubscribed(topic.name, group)
    const { onFailure = () => undefined, ...needs } = this.#options
    const source = this.#sourceOf(topic)
    const running = new LogSubscription({ ...needs, source, onFailure }, consumer)
    const subscription = {
      close: async () => {
        await running.close()
        groups.delete(group)
      },
    }
    groups.set(group, subscription)
    return subscription
  }

  async replay<AnyTopic extends Topic>(topic: AnyTopic, handle: Handle<AnyTopic>): Promise<void> {
    const { tables, onFailure = () => undefined } = this.#options
    // Commits become durable in order; this one removes what is not there.
    const settled = () => tables.commit([remove(consumerPositionsTable, topic.name, NO_GROUP)])
    await replayLog({ source: this.#sourceOf(topic), settled, onFailure }, topic, handle)
  }

  async close(): Promise<void> {
    const all = [...this.#subscriptions.values()].flatMap((groups) => [...groups.values()])
    await Promise.all(all.map((subscription) => subscription.close()))
  }

  #sourceOf(topic: Topic): LogSource {
    const { tables, log, mounted = [] } = this.#options
    const own = mounted.find((entry) => entry.topic.name === topic.name)
    return own?.source ?? topicLogSource(tables, log, topic)
  }

  #groupsOf(topic: string): Map<string, Subscription> {
    let groups = this.#subscriptions.get(topic)
    if (!groups) this.#subscriptions.set(topic, (groups = new Map()))
    return groups
  }

  async #prune(): Promise<void> {
    for (const topic of Object.values<Topic>(topics)) {
      for (const { name } of [topic, deadLettersOf(topic)]) {
        const prunable = { topic: name, subscribed: new Set(this.#groupsOf(name).keys()) }
        const compaction = this.#compactions.get(name)
        if (!compaction) await pruneTopicLog(this.#options, prunable)
        else await this.#compact(compaction, prunable)
      }
    }
  }

  async #compact(compaction: TopicLogCompaction, prunable: Prunable): Promise<void> {
    const nowMs = this.#options.clock.nowMs()
    const doneUpTo = await handledUpTo(this.#options.tables, prunable, nowMs)
    await compaction.run({ doneUpTo, beforeMs: nowMs - RETAIN_MS })
  }
}

function alreadySubscribed(topic: string, group: string): DomainError {
  return new DomainError('conflict', 'already_subscribed', `${group} already reads ${topic}`, {
    topic,
    group,
  })
}
