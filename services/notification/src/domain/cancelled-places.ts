/** What one cancellation took back and gave back. */
export interface CancelledPlaces {
  readonly seats: readonly string[]
  /** Area name -> places. */
  readonly areas: Readonly<Record<string, number>>
  readonly refundedMinor: number
  readonly currency: string
  /** Nothing of the booking was left. */
  readonly whole: boolean
}
