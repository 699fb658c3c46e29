import type { ImportedEvent } from '@usher/events/event-files'
import type { EventChanges, ImportedFields, KnownEvent } from './event-target.ts'

/** The fields as the file has them; what it does not say is absent. */
export function fieldsOf(event: ImportedEvent): EventChanges {
  const { name, startMs, endMs, timeZone, description, category, imageUrl, language } = event
  return {
    name,
    startMs,
    timeZone,
    ...(endMs !== null && { endMs }),
    ...(description && { description }),
    ...(category && { category }),
    ...(imageUrl && { imageUrl }),
    ...(language && { language }),
  }
}

/** What the file says otherwise than the event; what the file does not say is left alone. */
export function changesTo({ fields }: KnownEvent, event: ImportedEvent): EventChanges {
  const entries = Object.entries(fieldsOf(event))
  const changed = entries.filter(([name, value]) => fields[name as keyof ImportedFields] !== value)
  return Object.fromEntries(changed)
}
