import { fromBinary } from '@bufbuild/protobuf'
import type { DeliveryFailure, Handle } from '../event-bus.ts'
import type { MessageOf, Topic } from '../topics.ts'
import { attributesOfRecord, type ReadRecord } from './cloud-events.ts'
import type { Kafka } from './open-kafka.ts'
import { rangesOf, readTopic } from './read-topic.ts'

interface ReplayNeeds {
  readonly kafka: Kafka
  readonly onFailure: (failure: DeliveryFailure) => void
}

/** Hands over what the topic holds now. */
export async function replayTopic<AnyTopic extends Topic>(
  { kafka, onFailure }: ReplayNeeds,
  topic: AnyTopic,
  handle: Handle<AnyTopic>,
): Promise<void> {
  for await (const record of readTopic(kafka, await rangesOf(kafka, topic.name))) {
    const attributes = attributesOfRecord(record, topic)
    const failed = (error: unknown) =>
      onFailure({
        topic: topic.name,
        group: '',
        id: attributes.id,
        attempts: 1,
        dead: false,
        error,
      })
    const message = decoded(topic, record, failed)
    if (message) await handle(message, attributes)
  }
}

function decoded<AnyTopic extends Topic>(
  topic: AnyTopic,
  record: ReadRecord,
  failed: (error: unknown) => void,
): MessageOf<AnyTopic> | undefined {
  try {
    return fromBinary(topic.schema, record.value) as MessageOf<AnyTopic>
  } catch (error) {
    failed(error)
    return undefined
  }
}
