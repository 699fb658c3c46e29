/** The message that a service always answers with; a service that does not has a bug. */
export function found<Message>(message: Message | undefined): Message {
  if (message === undefined)
    throw new TypeError('a service answered without the message it promises')
  return message
}
