import { fromBinary, toJson } from '@bufbuild/protobuf'
import { deadLettersOf, type PlainTopic, type Topic, topics } from '@usher/bus'
import { relayDeadLetters } from '@usher/bus/kafka/relay-dead-letters'
import { documentsTopic } from '@usher/search/adapters/kafka-connect/published-documents'
import { UsageError } from '../cli/arguments.ts'
import { nearest } from '../cli/nearest.ts'

/** A topic whose dead letters are looked after. */
export interface LetterTopic {
  readonly topic: PlainTopic
  /** Throws for what is no message of the topic. */
  decode(body: Uint8Array): unknown
  /** True where the platform may run without it. */
  readonly isOptional?: boolean
  /** Where nothing can be put back: what to do instead. */
  readonly insteadOfReplay?: string
}

/** What a Kafka Connect worker writes to the index, and what it put aside of that. */
const documents: LetterTopic = {
  topic: documentsTopic,
  decode: parsed,
  isOptional: true,
}

/** What relays could not make a message of: there is nothing that consumers could be given. */
const relayed: LetterTopic = {
  topic: { name: relayDeadLetters.name, retention: 'recent' },
  decode: parsed,
  insteadOfReplay:
    'correct the row of outbox_events that a letter is called after and set its processed to 0, ' +
    'or put the corrected item into the table outbox again; ' +
    'then "usher dead-letters dismiss relay.dlq"',
}

const letterTopics: readonly LetterTopic[] = [
  ...Object.values<Topic>(topics).map((topic) => ({
    topic,
    decode: (body: Uint8Array) =>
      toJson(topic.schema, fromBinary(topic.schema, body), { useProtoFieldName: true }),
  })),
  documents,
  relayed,
]

/** Those of these names, or all. Throws UsageError for any other word. */
export function letterTopicsNamed(names: readonly string[]): readonly LetterTopic[] {
  return names.length === 0 ? letterTopics : names.map(letterTopicNamed)
}

/** A topic by its name, or by that of its dead letters. Throws UsageError for any other word. */
export function letterTopicNamed(name: string): LetterTopic {
  const found = letterTopics.find(
    ({ topic }) => topic.name === name || deadLettersOf(topic).name === name,
  )
  if (found) return found
  const known = letterTopics.map(({ topic }) => topic.name)
  const close = nearest(name, known)
  const hint = close ? `did you mean ${close}?` : `there are ${known.join(', ')}`
  throw new UsageError(`there is no topic ${name}; ${hint}`)
}

function parsed(body: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
}
