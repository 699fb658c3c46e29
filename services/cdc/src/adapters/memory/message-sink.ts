import type { Message, UnreadableChange } from '../../domain/change.ts'
import type { MessageSink } from '../../ports/message-sink.ts'

/** Keeps messages in this process, for tests. */
export function memoryMessageSink(): MessageSink & {
  readonly entries: (Message | UnreadableChange)[]
} {
  const entries: (Message | UnreadableChange)[] = []
  return { entries, publish: async (given) => void entries.push(...given) }
}
