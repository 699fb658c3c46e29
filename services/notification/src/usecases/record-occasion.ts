import { openNotification, type OccasionFacts, RETRY_FOR_MS } from '../domain/notification.ts'
import type { NotificationPorts } from './ports.ts'

/**
 * Puts on record, durably, that somebody is to be told; `deliverMails` then does it. The same
 * occasion again changes nothing, and one that is older than a mail is tried is not told any more:
 * a topic that is read again from its beginning must not wake everybody up.
 */
export async function recordOccasion(
  { notifications, clock, telemetry }: RecordPorts,
  facts: OccasionFacts,
  happenedAtMs: number,
): Promise<void> {
  const nowMs = clock.nowMs()
  if (nowMs - happenedAtMs > RETRY_FOR_MS) telemetry.occasionTooOld(facts.occasion)
  else await notifications.add(openNotification(facts, nowMs))
}

type RecordPorts = Pick<NotificationPorts, 'notifications' | 'clock' | 'telemetry'>
