import type { Check } from '../domain/check.ts'
import { problems } from '../domain/finding.ts'
import type { AuditorPorts } from './ports.ts'
import type { Verdict } from './verdict.ts'

/** Keeps the sale of an event closed as long as somebody has to look into what was found there. */
export async function pauseEvent(
  { state, records, telemetry }: AuditorPorts,
  { eventId }: Check,
): Promise<Verdict> {
  const open = [...(await state.openFindings(eventId)).keys()]
  const reasons = open.filter((problem) => problems[problem].pausesSale)
  if (reasons.length === 0) return { suspicions: [], isOpen: false }
  const reason = reasons.join(', ')
  if (await records.pauseSale(eventId, reason)) telemetry.salePaused(eventId, reason)
  return { suspicions: [], isOpen: true }
}
