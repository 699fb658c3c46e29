import type { GeoPoint } from '../venue.ts'
import type { Remarks } from './problems.ts'
import type { When } from './when.ts'

/** An event as a reader found it, before defaults, limits and zones. */
export interface EventDraft {
  readonly where: string
  /** What the source calls it. */
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly category?: string | undefined
  readonly start: When
  readonly end?: When | undefined
  readonly durationMs?: number | undefined
  readonly imageUrl?: string | undefined
  readonly language?: string | undefined
  readonly place: DraftPlace
  /** As written: `from 12,50 €`. */
  readonly price?: string | undefined
  readonly currency?: string | undefined
  readonly isFree?: boolean | undefined
  readonly isCancelled?: boolean | undefined
}

export interface DraftPlace {
  readonly name?: string | undefined
  readonly city?: string | undefined
  readonly region?: string | undefined
  readonly country?: string | undefined
  readonly address?: string | undefined
  readonly postalCode?: string | undefined
  readonly location?: GeoPoint | undefined
}

/** Where readers say what they left out (`skipped`) and what they decided (`notes`). */
export interface Reading {
  readonly skipped: Remarks
  readonly notes: Remarks
}

/** A point on the earth; undefined for anything else, and for 0, 0, which means nobody knows. */
export function geoPoint(latitude: number, longitude: number): GeoPoint | undefined {
  const isPoint = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  return isPoint && (latitude !== 0 || longitude !== 0) ? { latitude, longitude } : undefined
}
