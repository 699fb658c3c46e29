import type { Suspicion } from '../domain/judge-booking.ts'

/** What one look has brought. */
export interface Verdict {
  readonly suspicions: readonly Suspicion[]
  /** It must be looked at again, whatever it looks like now. */
  readonly isOpen: boolean
}
