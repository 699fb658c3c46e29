import type { Clock } from '@usher/kernel'
import { remove, type Tables } from '@usher/stores'
import { consumerPositionsTable } from './consumer-positions.ts'
import { topicLogTable } from './topic-log.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/**
 * A message is kept this long even when every group has handled it: a new group or a mistake may
 * want it.
 */
export const RETAIN_MS = 7 * DAY_MS
/** A group that has not moved for so long, and is not subscribed, no longer holds messages back. */
const GROUP_FORGOTTEN_MS = 30 * DAY_MS
/** Messages removed in one commit … */
const PRUNE_BATCH = 1000
/** … and commits in one run: each minute that is more than a topic gets for long. */
const PRUNE_BATCHES_MAX = 100
/** Groups of one topic. */
const GROUPS_MAX = 1000

export interface Prunable {
  readonly topic: string
  /** The groups that read the topic now; they are waited for however long they take. */
  readonly subscribed: ReadonlySet<string>
}

/**
 * Removes messages of a topic that are old and that nobody waits for. The newest stays: offsets
 * continue from it.
 */
export async function pruneTopicLog(
  { tables, clock }: { tables: Tables; clock: Clock },
  prunable: Prunable,
): Promise<void> {
  const nowMs = clock.nowMs()
  const doneUpTo = await handledUpTo(tables, prunable, nowMs)
  for (let batch = 0; batch < PRUNE_BATCHES_MAX; batch++) {
    const options = { prefix: [prunable.topic], limit: PRUNE_BATCH }
    const oldest = await tables.list(topicLogTable, 'key', options)
    const removable = oldest
      .slice(0, -1)
      .filter(({ offset, time_ms }) => offset <= doneUpTo && time_ms < nowMs - RETAIN_MS)
    if (removable.length === 0) return
    const changes = removable.map(({ topic, offset }) => remove(topicLogTable, topic, offset))
    await tables.commit(changes)
    if (removable.length < PRUNE_BATCH - 1) return
  }
}

/** The offset that every group that counts has handled. */
export async function handledUpTo(
  tables: Tables,
  { topic, subscribed }: Prunable,
  nowMs: number,
): Promise<number> {
  const options = { prefix: [topic], limit: GROUPS_MAX }
  const positions = await tables.list(consumerPositionsTable, 'key', options)
  const counting = positions.filter(
    ({ consumer_group, updated_at_ms }) =>
      subscribed.has(consumer_group) || updated_at_ms > nowMs - GROUP_FORGOTTEN_MS,
  )
  const known = new Set(positions.map(({ consumer_group }) => consumer_group))
  const newcomers = [...subscribed].filter((group) => !known.has(group))
  return Math.min(...counting.map(({ offset }) => offset), ...newcomers.map(() => 0))
}
