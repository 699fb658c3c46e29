import type { MessageOf, Topic } from './topics.ts'

/** The CloudEvents 1.0 attributes of a message; they travel beside the protobuf body, not in it. */
export interface Attributes {
  readonly specversion: '1.0'
  /** The same for every delivery of one message. */
  readonly id: string
  readonly source: string
  /** The topic's name. */
  readonly type: string
  /** RFC 3339. */
  readonly time: string
  /** The message's key. */
  readonly subject: string
  /** Why the message is a dead letter; absent elsewhere. */
  readonly deadletter?: DeadLetter
  /** W3C Trace Context of whoever caused the message, where it is carried. */
  readonly traceparent?: string
}

/** Which consumer gave up on a message, and on what error. */
export interface DeadLetter {
  readonly group: string
  readonly attempts: number
  readonly reason: string
}

/** What is done about one message. */
export type Handle<AnyTopic extends Topic> = (
  message: MessageOf<AnyTopic>,
  attributes: Attributes,
) => Promise<void>

/** Somebody who acts on what others have done. */
export interface Consumer<AnyTopic extends Topic = Topic> {
  readonly topic: AnyTopic
  /** Consumers of one group share a position; a name, once used, is kept for ever. */
  readonly group: string
  /**
   * Where a group without a position begins: at the oldest message kept, or behind the newest, for
   * those who only want to hear what happens from now on.
   */
  readonly begin?: 'oldest' | 'newest'
  /**
   * So many messages, each of another key, may be handled at the same time, so that what they write
   * is made durable together; without it one.
   */
  readonly atOnce?: number
  /**
   * Called at least once for each message, in order for each key, one at a time or `atOnce`. Must
   * be repeatable: a crash before the position was written repeats what came after it. What it
   * rejects is tried again, see `ATTEMPTS_MAX`; rejecting with a DomainError unavailable says that
   * what it needs is away, and holds everything back, see `AWAY_MAX_MS`.
   */
  handle(message: MessageOf<AnyTopic>, attributes: Attributes): Promise<void>
}

/**
 * Ends with `close`, which resolves once the handler that was running has ended and its effect is
 * recorded.
 */
export interface Subscription {
  close(): Promise<void>
}

/** Reads a topic from its beginning for those who keep no position, e.g. to make an index anew. */
export interface LogReader {
  /**
   * Hands every message kept, oldest first and one at a time, to `handle`; those of one key in
   * their order, those of several keys nearly so where a topic has several partitions. Resolves at
   * the end of the log as it stood at the call; rejects as soon as `handle` does. A message that
   * cannot be decoded is left out and reported as a failed delivery.
   */
  replay<AnyTopic extends Topic>(topic: AnyTopic, handle: Handle<AnyTopic>): Promise<void>
}

/**
 * Carries messages to consumers. A group starts at the oldest message kept, goes on behind its last
 * position after a restart, and waits for nothing but its own handler. A message that fails holds
 * back those of its key, no others. While what the handler needs is away nothing is handed over,
 * nothing becomes a dead letter, and everything goes on in order when it is back.
 */
export interface EventBus extends LogReader {
  /** Throws conflict / already_subscribed when this group already reads this topic here. */
  subscribe<AnyTopic extends Topic>(consumer: Consumer<AnyTopic>): Subscription
  /** Closes every subscription. */
  close(): Promise<void>
}

/** So often a message is handed to a failing consumer before it goes to `<topic>.dlq`. */
export const ATTEMPTS_MAX = 5

/**
 * The wait after the first failure; each further one waits four times as long: 1, 4, 16, 64
 * seconds, 85 in total.
 */
export const RETRY_DELAY_MS = 1000
export const RETRY_FACTOR = 4

/**
 * A handler whose store or service is away is asked again after 1, 2, 4, 8 seconds and then every
 * ten, for as long as it takes.
 */
export const AWAY_FACTOR = 2
export const AWAY_MAX_MS = 10_000

/** A failed delivery, for logs and metrics. */
export interface DeliveryFailure {
  readonly topic: string
  readonly group: string
  readonly id: string
  readonly attempts: number
  /** True when the message has become a dead letter. */
  readonly dead: boolean
  readonly error: unknown
}
