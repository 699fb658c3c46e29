import type { GeoPoint } from '../venue.ts'

/** Something about a place in a file: `line 12`, `programs[3]`, or `file`. */
export interface Problem {
  readonly where: string
  readonly reason: string
}

/** An event as a file has it, ready to be created. Absent texts are empty. */
export interface ImportedEvent {
  /** Where it stands in the file. */
  readonly where: string
  /** The same in every edition of the file: what makes a repeat a repeat. */
  readonly sourceKey: string
  readonly name: string
  readonly description: string
  readonly category: string
  readonly startMs: number
  /** Null: the file does not say. */
  readonly endMs: number | null
  readonly timeZone: string
  readonly imageUrl: string
  readonly language: string
  readonly venue: ImportedVenue
  /** Of the cheapest ticket, in minor units; zero when it is free; null when nobody says. */
  readonly priceMinor: number | null
  /** What the price is in, or would be. */
  readonly currency: string
}

export interface ImportedVenue {
  readonly name: string
  readonly city: string
  readonly country: string
  /** With the postal code. */
  readonly address: string
  readonly postalCode: string
  readonly timeZone: string
  readonly location: GeoPoint | null
}

/** What the caller says where the file says nothing. */
export interface EventDefaults {
  readonly timeZone?: string | undefined
  readonly country?: string | undefined
  readonly city?: string | undefined
  readonly language?: string | undefined
  readonly currency?: string | undefined
  readonly category?: string | undefined
}

/** The most that is read of a file. */
export const importLimits = {
  contentBytes: 64 * 1024 * 1024,
  events: 100_000,
  /** Occurrences of one recurring event. */
  occurrences: 100,
  listedProblems: 1000,
  nameChars: 255,
  venueNameChars: 200,
  cityChars: 100,
  addressChars: 500,
  categoryChars: 64,
  descriptionChars: 20_000,
  imageUrlChars: 2000,
} as const
