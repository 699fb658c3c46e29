import type { Clock } from '@usher/kernel'
import { remove, type Tables } from '@usher/stores'
import { consumerPositionsTable } from './consumer-positions.ts'
import { topicLogTable } from './topic-log.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** A message is kept this long even when every group has handled it: a new group or a mistake may want it. */
export const RETAIN_MS = 7 * DAY_MS
/** A group that has not moved for so long, and is not subscribed, no longer holds messages back. */
export const GROUP_FORGOTTEN_MS = 30 * DAY_MS
/** Messages looked at in one run, for each topic. */
const PRUNE_BATCH = 1000
/** Groups of one topic. */
const GROUPS_MAX = 1000

/**
 * Removes messages of `topic` that are old and that nobody waits for. The newest stays: offsets continue from it.
 * `subscribed`: the groups that read the topic now; they are waited for however long they take.
 */
export async function pruneTopicLog(
  { tables, clock }: { tables: Tables; clock: Clock },
  { topic, subscribed }: { topic: string; subscribed: ReadonlySet<string> },
): Promise<void> {
  const nowMs = clock.nowMs()
  const positions = await tables.list(consumerPositionsTable, 'key', {
    prefix: [topic],
    limit: GROUPS_MAX,
  })
  const counting = positions.filter(
    ({ consumer_group, updated_at_ms }) =>
      subscribed.has(consumer_group) || updated_at_ms > nowMs - GROUP_FORGOTTEN_MS,
  )
  const doneUpTo = Math.min(...counting.map(({ offset }) => offset))
  const oldest = await tables.list(topicLogTable, 'key', { prefix: [topic], limit: PRUNE_BATCH })
  const removable = oldest
    .slice(0, -1)
    .filter(({ offset, time_ms }) => offset <= doneUpTo && time_ms < nowMs - RETAIN_MS)
  if (removable.length === 0) return
  await tables.commit(removable.map(({ offset }) => remove(topicLogTable, topic, offset)))
}
