import type { Message } from '@bufbuild/protobuf'
import type { DeliveryFailure, Handle } from '../event-bus.ts'
import type { LogRecord, LogSource } from '../log-source.ts'
import type { MessageOf, Topic } from '../topics.ts'
import { attributesOf } from './attributes-of.ts'

/** Records read at once: decoded one by one, so that memory stays small. */
const REPLAY_BATCH = 256
/** The group that failures of a replay are reported under: it is none. */
export const NO_GROUP = ''

interface ReplayNeeds {
  readonly source: LogSource
  /** Resolves when everything committed before the call is durable. */
  readonly settled: () => Promise<void>
  readonly onFailure: (failure: DeliveryFailure) => void
}

/** Walks one log from its beginning to where it ends now. */
export async function replayLog<AnyTopic extends Topic>(
  needs: ReplayNeeds,
  topic: AnyTopic,
  handle: Handle<AnyTopic>,
): Promise<void> {
  const { source, settled, onFailure } = needs
  const end = source.head?.() ?? Number.POSITIVE_INFINITY
  // Nothing is handed over that a crash could take back.
  await settled()
  for (let after = 0; after < end; ) {
    const records = await source.read(after, REPLAY_BATCH)
    const last = records.at(-1)
    if (!last) return
    for (const record of records) {
      if (record.offset > end) return
      const message = decoded(record, topic, onFailure)
      if (message) await handle(message as MessageOf<AnyTopic>, attributesOf(topic, record))
    }
    after = last.offset
  }
}

function decoded(
  record: LogRecord,
  topic: Topic,
  onFailure: (failure: DeliveryFailure) => void,
): Message | undefined {
  try {
    return record.message
  } catch (error) {
    const failure = { topic: topic.name, group: NO_GROUP, id: record.id, attempts: 1, dead: false }
    onFailure({ ...failure, error })
    return undefined
  }
}
