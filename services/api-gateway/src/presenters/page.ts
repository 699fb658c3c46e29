import { orNull } from './values.ts'

export function page<Message, Item>(
  messages: readonly Message[],
  nextCursor: string,
  present: (message: Message) => Item,
): { data: Item[]; next_cursor: string | null } {
  return { data: messages.map(present), next_cursor: orNull(nextCursor) }
}
