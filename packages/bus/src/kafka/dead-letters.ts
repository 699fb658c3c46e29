import {
  type DeadLetters,
  type LetterChoice,
  LETTERS_MAX,
  requireKnown,
  unknownLetter,
  type WaitingLetter,
} from '../dead-letters.ts'
import type { DeadLetter } from '../event-bus.ts'
import { deadLettersOf, type PlainTopic } from '../topics.ts'
import { attributesOfRecord, type OutgoingRecord, type ReadRecord } from './cloud-events.ts'
import { closingRecord, openRecords } from './closed-letters.ts'
import { recordDoneUpTo, waitingRanges } from './letter-positions.ts'
import type { Kafka } from './open-kafka.ts'
import type { KafkaProducer } from './producer.ts'

/** A letter, and the record that it is. */
interface Found {
  readonly letter: WaitingLetter
  readonly record: ReadRecord
}

interface DeadLettersNeeds {
  readonly kafka: Kafka
  readonly producer: Pick<KafkaProducer, 'send'>
}

/**
 * The messages of `<topic>.dlq`, those that a Kafka Connect worker has put aside among them. A
 * group of Kafka's keeps up to where no letter is open; what was chosen by its id is closed singly.
 */
export function kafkaDeadLetters(needs: DeadLettersNeeds): DeadLetters {
  const { kafka, producer } = needs
  return {
    async list(choice) {
      return (await findLetters(kafka, choice)).map(({ letter }) => letter)
    },
    async replay(choice) {
      const found = await requireLetters(kafka, choice)
      await producer.send(found.map(({ record }) => backIn(choice.topic, record)))
      return await close(needs, choice, found)
    },
    async dismiss(choice) {
      return await close(needs, choice, await requireLetters(kafka, choice))
    },
  }
}

async function requireLetters(kafka: Kafka, choice: LetterChoice): Promise<readonly Found[]> {
  const found = await findLetters(kafka, choice)
  requireKnown(
    choice,
    found.map(({ letter }) => letter),
  )
  return found
}

async function findLetters(
  kafka: Kafka,
  { topic, ids, limit = LETTERS_MAX }: LetterChoice,
): Promise<readonly Found[]> {
  const found: Found[] = []
  const ranges = await waitingRanges(kafka, deadLettersOf(topic).name)
  for await (const record of openRecords(kafka, ranges)) {
    const letter = waitingLetter(topic, record)
    if (ids && !ids.includes(letter.id)) continue
    if (found.length >= Math.min(limit, LETTERS_MAX)) break
    found.push({ letter, record })
  }
  return found
}

async function close(
  { kafka, producer }: DeadLettersNeeds,
  { topic, ids }: LetterChoice,
  found: readonly Found[],
): Promise<number> {
  if (found.length === 0) return 0
  const { name } = deadLettersOf(topic)
  const records = found.map(({ record }) => record)
  if (ids) await producer.send([closingRecord(name, records)])
  else await recordDoneUpTo(kafka, name, records)
  return found.length
}

function waitingLetter({ name }: PlainTopic, record: ReadRecord): WaitingLetter {
  const { id, time, subject, deadletter, traceparent } = attributesOfRecord(record, {
    name,
    source: '',
  })
  return {
    topic: name,
    id,
    key: subject,
    time,
    deadLetter: deadletter ?? connectLetter(record) ?? unknownLetter,
    body: record.value,
    ...(traceparent !== undefined && { traceparent }),
  }
}

const CONNECT = '__connect.errors.'

/** What a worker of Kafka Connect says of a record that its connector refused, after one try. */
function connectLetter({ headers }: ReadRecord): DeadLetter | undefined {
  const group = headers.get(`${CONNECT}connector.name`)
  if (group === undefined) return undefined
  const reason = headers.get(`${CONNECT}exception.message`) ?? unknownLetter.reason
  return { group, attempts: 1, reason }
}

/** As the record was before somebody gave up on it. */
function backIn({ name }: PlainTopic, { key, value, headers }: ReadRecord): OutgoingRecord {
  const own = [...headers].filter(
    ([header]) => header !== 'ce_deadletter' && !header.startsWith(CONNECT),
  )
  const type = headers.has('ce_type') ? { ce_type: name } : {}
  return { topic: name, key, value, headers: { ...Object.fromEntries(own), ...type } }
}
