import type { Check } from '../domain/check.ts'
import { judgeSections } from '../domain/judge-sections.ts'
import type { AuditorPorts } from './ports.ts'
import type { Verdict } from './verdict.ts'

/** The sections of an event against its map and against what topics tell. */
export async function lookAtEvent(
  { records, state }: AuditorPorts,
  { eventId }: Check,
): Promise<Verdict> {
  const sections = await records.sections(eventId)
  if (!sections) return { suspicions: [], isOpen: false }
  const places = await state.places(eventId)
  return { suspicions: judgeSections(eventId, sections, places), isOpen: false }
}
