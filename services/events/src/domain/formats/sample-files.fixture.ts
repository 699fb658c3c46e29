import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDomainError } from '@usher/kernel'
import type { EventDefaults, Problem } from './imported-event.ts'
import { type EventFile, type ReadEventFile, readEventFile } from './read-event-file.ts'

/** Reads text as a file, in Vienna unless it says otherwise. */
export function readText(
  text: string,
  file: Partial<EventFile> & { readonly defaults?: EventDefaults } = {},
): ReadEventFile {
  return readEventFile({
    content: Buffer.from(text),
    ...file,
    defaults: { ...vienna, ...file.defaults },
  })
}

const vienna: EventDefaults = {
  timeZone: 'Europe/Vienna',
  city: 'Wien',
  country: 'AT',
  currency: 'EUR',
}

/** A real file, as PROVENANCE.md describes it. */
export function sampleFile(name: string): Uint8Array {
  return readFileSync(join(import.meta.dirname, '../../../fixtures', name))
}

/** What reading failed with; nothing when it did not fail. */
export function problemsOf(read: () => unknown): Problem[] {
  try {
    read()
    return []
  } catch (error) {
    if (!isDomainError(error, 'invalid_event_file')) throw error
    return error.facts['problems'] as Problem[]
  }
}

/** When an event begins, as RFC 3339 has it. */
export function startOf({ events }: ReadEventFile, index = 0): string {
  return new Date(events[index]?.startMs ?? Number.NaN).toISOString()
}
