import type { Check } from '../domain/check.ts'
import type { AuditorPorts } from './ports.ts'
import type { Verdict } from './verdict.ts'

/** One that lost a seat to another has ended in the same transaction. */
export async function lookAtReservation(
  { records }: AuditorPorts,
  { subject, eventId }: Check,
): Promise<Verdict> {
  if (!(await records.isLive(subject))) return { suspicions: [], isOpen: false }
  const evidence = { reservation_id: subject, says: 'it lost a seat to another and is live' }
  const suspicion = {
    problem: 'double_reservation',
    eventId,
    subject,
    evidence,
    graceMs: 0,
  } as const
  return { suspicions: [suspicion], isOpen: false }
}
