import type { EventId } from '@usher/kernel'

/** What tickets and calendars say of an event. */
export interface EventFacts {
  readonly eventId: EventId
  readonly name: string
  readonly venueName: string
  readonly address: string
  readonly city: string
  /** An IANA zone. */
  readonly timeZone: string
  /** BCP 47; empty: not said. */
  readonly language: string
  readonly startsAtMs: number
  /** Zero: not said. */
  readonly endsAtMs: number
  readonly location: { readonly latitude: number; readonly longitude: number } | undefined
  readonly cancelled: boolean
  readonly version: number
}

/** Events as their owner, another service, knows them now. Nothing at the door may depend on it. */
export interface EventCatalog {
  /** Throws not_found / event_not_found. */
  event(eventId: EventId): Promise<EventFacts>
}
