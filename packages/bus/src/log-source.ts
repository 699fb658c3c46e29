import type { Message } from '@bufbuild/protobuf'
import type { Cancel } from '@usher/kernel'
import type { DeadLetter } from './event-bus.ts'
import type { Topic } from './topics.ts'

/**
 * One message of a log. Messages that share an offset come from one change and are read together.
 */
export interface LogRecord {
  /** Grows along the log; gaps are allowed. */
  readonly offset: number
  /** Unique and the same whenever it is read. */
  readonly id: string
  readonly key: string
  readonly timeMs: number
  /** May be a getter that decodes: it is read only to be handled. */
  readonly message: Message
  /** Its encoding in base64, where the log keeps that. */
  readonly body?: string
  readonly deadLetter?: DeadLetter | undefined
}

/** A log that somebody keeps anyway and that serves a topic, so that nothing is written twice. */
export interface LogSource {
  /**
   * The records behind offset `after`, in order, about `limit` of them: an offset is never split
   * over two reads. Sees everything committed before the call.
   */
  read(after: number, limit: number): Promise<readonly LogRecord[]>
  /**
   * The offset of the newest record, durable or not yet. Without it a replay ends where a read
   * answers nothing.
   */
  head?(): number
  /**
   * Calls `wake` whenever records may have been added, until cancelled. Without it the log is
   * polled each second.
   */
  onAppended?(wake: () => void): Cancel
}

/** A topic served from a log kept elsewhere. */
export interface MountedLog {
  readonly topic: Topic
  readonly source: LogSource
}
