import type { EventId } from '@usher/kernel'

/** What the door has to know of an event, learnt beforehand so that it asks nobody. */
export interface KnownEvent {
  readonly eventId: EventId
  readonly cancelled: boolean
  readonly startsAtMs: number
  /** Zero: nobody has said. */
  readonly endsAtMs: number
  /** Grows with each change. */
  readonly version: number
}

/** Keeps what has been heard of events. */
export interface KnownEvents {
  /** Of no effect when something at least as new is known. May be repeated. */
  learn(event: KnownEvent): Promise<void>
  get(eventId: EventId): Promise<KnownEvent | undefined>
}
