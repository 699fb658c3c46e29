import { isDomainError } from '@usher/kernel'
import type { Change, Message, UnreadableChange } from '../domain/change.ts'
import type { Batch } from '../ports/change-stream.ts'
import type { HeldShard } from './held-shard.ts'
import type { CdcPorts, Source } from './ports.ts'

/** After so many batches without a pause other shards get their turn. */
const BATCHES_MAX = 50
/**
 * Behind a batch with fewer changes the next waits for its time: what comes until then is read,
 * sent, put on record and fetched together.
 */
const CHANGES_OF_A_BACKLOG = 100

/** Reads a shard until little is new, and puts on record what is in Kafka. */
export async function relayShard(ports: CdcPorts, held: HeldShard): Promise<void> {
  try {
    for (let batch = 0; batch < BATCHES_MAX && held.isOurs && !held.isLeaving; batch++) {
      if (!(await relayBatch(ports, held))) return
    }
  } catch (error) {
    held.reader = undefined
    if (isDomainError(error, 'stream_trimmed')) await startOver(ports, held)
    else ports.telemetry.shardFailed(held.source.table, held.lease, error)
  }
}

/** Answers whether there may be much more. */
async function relayBatch(ports: CdcPorts, held: HeldShard): Promise<boolean> {
  const { shardId, checkpoint } = held.lease
  held.reader ??= held.source.stream.read(shardId, checkpoint)
  const batch = await held.reader.next()
  const entries = batch.changes.flatMap((change) => entryOf(ports, held.source, change))
  if (!held.isOurs) {
    // The read took longer than the lease lasts. If nobody took the shard meanwhile the lease may
    // be renewed, and then the batch must be read again: the reader is already behind it.
    held.reader = undefined
    return false
  }
  if (entries.length > 0) await ports.sink.publish(entries)
  const newest = batch.changes.at(-1)
  if (newest) ports.telemetry.relayed(held.source.table, entries.length, newest.atMs)
  await checkpointBehind(held, batch)
  return batch.changes.length >= CHANGES_OF_A_BACKLOG && !batch.ended
}

function entryOf(
  { telemetry }: CdcPorts,
  { table, stream, messageOf }: Source,
  change: Change,
): readonly (Message | UnreadableChange)[] {
  try {
    const message = messageOf(change)
    return message ? [message] : []
  } catch (error) {
    telemetry.unreadable(table, change, error)
    return [{ stream: stream.name, change, reason: String(error) }]
  }
}

async function checkpointBehind(held: HeldShard, { changes, ended }: Batch): Promise<void> {
  const newest = changes.at(-1)?.sequence
  if (newest === undefined && !ended) return
  await held.write({
    ...(newest !== undefined && { checkpoint: newest }),
    ...(ended && { finished: true, owner: null }),
  })
}

/**
 * What came after the checkpoint is no longer kept: nobody can say what was in it. It is told
 * loudly, and the shard goes on with the oldest change that is left.
 */
async function startOver({ telemetry }: CdcPorts, held: HeldShard): Promise<void> {
  telemetry.changesLost(held.source.table, held.lease)
  await held.write({ checkpoint: null })
}
