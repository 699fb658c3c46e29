import type { PlainTopic } from '@usher/bus'
import type { OutgoingRecord } from '@usher/bus/kafka/cloud-events'
import type { KafkaProducer } from '@usher/bus/kafka/producer'
import type { DocumentChange } from '../../domain/event-document.ts'
import type { LiveChanges } from '../../ports/search-index.ts'
import { indexDocument } from '../elasticsearch/index-document.ts'

/** What the connector in `connect/` of this service brings to Elasticsearch. */
export const documentsTopic: PlainTopic = {
  name: 'search.documents',
  retention: 'newest_of_each_key',
}

/** Leaves the writing to the connector: durable in Kafka when `put` resolves, found soon after. */
export function publishedDocuments(producer: KafkaProducer): LiveChanges {
  return { put: (changes) => producer.send(changes.map(recordOf)) }
}

/** The document as it is indexed, and beside it its version: JSON's numbers have fewer bits. */
function recordOf(change: DocumentChange): OutgoingRecord {
  return {
    topic: documentsTopic.name,
    key: String(change.eventId),
    value: Buffer.from(JSON.stringify(indexDocument(change))),
    headers: { 'content-type': 'application/json', version: String(change.version) },
  }
}
