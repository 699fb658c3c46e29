import type { EventId } from '@usher/kernel'

export type CheckKind = 'booking' | 'reservation' | 'event' | 'pause'

/** Something to look at in the stores, and when. At most one for each kind and subject. */
export interface Check {
  readonly kind: CheckKind
  /** A booking or reservation id, or the event's. */
  readonly subject: string
  readonly eventId: EventId
  readonly dueAtMs: number
  /** The topics have said that this booking was confirmed. */
  readonly isConfirmed: boolean
  /** When it first looked wrong; zero: it does not. */
  readonly suspectedAtMs: number
  readonly tries: number
  /** One more with every change; a change names the version it saw. */
  readonly version: number
}

export type NewCheck = Pick<Check, 'kind' | 'subject' | 'eventId' | 'dueAtMs'> &
  Partial<Pick<Check, 'isConfirmed'>>

/** One that waits is due at the sooner time; what looked wrong is looked at with the same eyes. */
export function mergedCheck(waiting: Check | undefined, wanted: NewCheck): Check {
  const { isConfirmed = false } = wanted
  if (!waiting) return { ...wanted, isConfirmed, suspectedAtMs: 0, tries: 0, version: 1 }
  return {
    ...waiting,
    dueAtMs: Math.min(waiting.dueAtMs, wanted.dueAtMs),
    isConfirmed: waiting.isConfirmed || isConfirmed,
    version: waiting.version + 1,
  }
}

const SOONEST_MS = 1000
const LATEST_MS = 300_000
/** A sale that was opened again by newer rules is paused again so soon. */
const PAUSE_AGAIN_MS = 15_000

/** Looked at again, each time later. */
export function postponed(check: Check, nowMs: number, suspectedAtMs: number): Check {
  const latestMs = check.kind === 'pause' ? PAUSE_AGAIN_MS : LATEST_MS
  const waitMs = Math.min(latestMs, SOONEST_MS * 2 ** Math.min(check.tries, 20))
  const tries = check.tries + 1
  return { ...check, dueAtMs: nowMs + waitMs, suspectedAtMs, tries, version: check.version + 1 }
}
