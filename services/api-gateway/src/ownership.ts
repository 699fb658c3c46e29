import { EventStatus, type Event, type EventsService } from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import { type Asking, isAdmin } from './access.ts'

/** Events that everybody may see are remembered up to this many; then the memory starts anew. */
const PUBLIC_EVENTS_MAX = 10_000

/** Which events a caller may see, and which are theirs to run. */
export class Ownership {
  readonly #events: Client<typeof EventsService>
  /** An event that was published never becomes a draft again. */
  readonly #publicEvents = new Set<number>()

  constructor(events: Client<typeof EventsService>) {
    this.#events = events
  }

  /**
   * Throws not_found unless the event is the caller's to run; to an administrator every event is.
   */
  async requireOwner(asking: Asking, eventId: number): Promise<void> {
    if (isAdmin(asking.caller)) return
    await this.#events.checkOwner({ userId: asking.caller.userId, eventId }, asking)
  }

  async isOwner(asking: Asking, eventId: number): Promise<boolean> {
    if (asking.caller.userId === '') return false
    try {
      await this.requireOwner(asking, eventId)
      return true
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not_found') return false
      throw error
    }
  }

  /**
   * Throws not_found for a draft that is not the caller's. Asks once an event: later sales need no
   * other service.
   */
  async requireVisible(asking: Asking, eventId: number): Promise<void> {
    if (!this.#publicEvents.has(eventId)) await this.visibleEvent(asking, eventId)
  }

  /** The event, if the caller may see it. */
  async visibleEvent(asking: Asking, eventId: number): Promise<Event> {
    const { userId } = asking.caller
    const { event } = await this.#events.getEvent({ eventId, userId }, asking)
    if (!event) throw new DomainError('not_found', 'event_not_found', 'no such event')
    if (event.status !== EventStatus.DRAFT) this.#remember(eventId)
    return event
  }

  #remember(eventId: number): void {
    if (this.#publicEvents.size >= PUBLIC_EVENTS_MAX) this.#publicEvents.clear()
    this.#publicEvents.add(eventId)
  }
}
