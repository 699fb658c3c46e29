import type { Message, UnreadableChange } from '../domain/change.ts'

/** Where messages go. */
export interface MessageSink {
  /**
   * Resolves when all of them are kept, in their order for each key. After a rejection some may be;
   * the caller sends all of them again before anything newer.
   */
  publish(entries: readonly (Message | UnreadableChange)[]): Promise<void>
}
