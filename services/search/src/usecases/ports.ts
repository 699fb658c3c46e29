import type { Clock, Random } from '@usher/kernel'
import type { DocumentChange } from '../domain/event-document.ts'
import type { SearchIndex } from '../ports/search-index.ts'
import type { SearchTelemetry } from '../telemetry.ts'

/** Hands over what the log still knows of every event, oldest first; see `LogReader`. */
export type ReplayChanges = (handle: (change: DocumentChange) => Promise<void>) => Promise<void>

/** What the use cases need. */
export interface SearchPorts {
  readonly index: SearchIndex
  readonly replay: ReplayChanges
  readonly clock: Clock
  readonly random: Random
  readonly telemetry: SearchTelemetry
}
