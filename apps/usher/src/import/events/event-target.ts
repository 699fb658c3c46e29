import type { ImportedEvent, ImportedVenue } from '@usher/events/event-files'

/** Where imported events go: a data directory, a running server, or nowhere (`--dry-run`). */
export interface EventTarget {
  /** What was created before was there before this import. */
  readonly startedAtMs: number
  /** Calls that it takes at a time. */
  readonly inFlightMax: number
  venues(): Promise<readonly KnownVenue[]>
  /** A repeat with the same external id is answered with the first venue. */
  createVenue(venue: ImportedVenue, externalId: string): Promise<KnownVenue>
  /** A repeat with the same external id is answered with the first event, as it is now. */
  createEvent(event: NewImport): Promise<KnownEvent>
  updateEvent(known: KnownEvent, changes: EventChanges): Promise<void>
  hasSeatMap(known: KnownEvent): Promise<boolean>
  /** Our own JSON, docs/seat-maps.md. */
  putSeatMap(known: KnownEvent, seatMap: string): Promise<void>
  publish(known: KnownEvent): Promise<void>
  close(): Promise<void>
}

export interface KnownVenue {
  readonly venueId: number
  readonly name: string
  readonly city: string
}

export interface NewImport {
  readonly venueId: number
  readonly event: ImportedEvent
  readonly externalId: string
}

/** The fields that a file has and an import keeps as the file has them. */
export interface ImportedFields {
  readonly name: string
  readonly description: string
  readonly category: string
  readonly imageUrl: string
  readonly startMs: number
  readonly endMs: number | null
  readonly timeZone: string
  readonly language: string
}

export type EventChanges = Partial<ImportedFields>

export interface KnownEvent {
  readonly eventId: number
  readonly venueId: number
  readonly fields: ImportedFields
  readonly currency: string
  readonly isDraft: boolean
  readonly createdAtMs: number
  readonly version: number
}
