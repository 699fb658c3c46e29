/** What `usher import seat-map` was asked for. */
export interface ImportRequest {
  readonly file: string
  readonly content: Uint8Array
  /** Undefined: told by the file. */
  readonly format: 'usher' | 'pretix' | 'csv' | 'svg' | 'seatsio' | 'json' | undefined
  readonly eventId: number
  readonly dryRun: boolean
  /** `Cat A:45.00,Cat B:30.00` */
  readonly prices: string | undefined
  /** `section:Block,row:Reihe` */
  readonly columns: string | undefined
  readonly currency: string | undefined
}

export interface Remark {
  readonly where: string
  readonly reason: string
}

/** What became of the file; what `--json` prints, without the notes. */
export interface ImportReport {
  readonly seats: number
  readonly areas: number
  readonly skipped: readonly Remark[]
  /** Our names and the file's, given or guessed; empty for formats that know their own. */
  readonly columns: Readonly<Record<string, string>>
  /** What was decided for want of a word in the file, such as a price. */
  readonly notes: readonly Remark[]
}
