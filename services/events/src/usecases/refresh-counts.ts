import type { EventId } from '@usher/kernel'
import type { EventStatus } from '../domain/event.ts'
import { statusAt } from '../domain/event-status.ts'
import { isNews, sameCounts } from '../domain/seat-counts.ts'
import { advanceStatus } from './advance-statuses.ts'
import type { EventsPorts } from './ports.ts'

/**
 * Shares of a run: events whose seats moved when last looked at, and, in turn, all others of these
 * statuses.
 */
const MOVING_SHARE = 0.5
const statusShares = [
  ['ON_SALE', 0.3],
  ['SOLD_OUT', 0.1],
  ['UPCOMING', 0.1],
] as const satisfies readonly (readonly [EventStatus, number])[]

/**
 * Keeps `available_seats` seconds old: however many seats are sold, an event is written once a run
 * at most, and not at all when nothing changed; others are told when it `isNews`. A run looks at a
 * bounded number of events, whatever the number there is.
 */
export class CountsRefresher {
  readonly #ports: EventsPorts
  readonly #eventsMax: number
  readonly #walkedTo = new Map<EventStatus, number>()
  /** Those that have waited longest first. */
  #moving: readonly EventId[] = []

  constructor(ports: EventsPorts, eventsMax: number) {
    this.#ports = ports
    this.#eventsMax = eventsMax
  }

  async run(): Promise<void> {
    const looked = new Set(this.#moving.slice(0, this.#share(MOVING_SHARE)))
    for (const [status, share] of statusShares) {
      for (const eventId of await this.#walk(status, this.#share(share))) looked.add(eventId)
    }
    const moved: EventId[] = []
    for (const eventId of looked) if (await this.#look(eventId)) moved.push(eventId)
    this.#moving = [...this.#moving.filter((eventId) => !looked.has(eventId)), ...moved]
  }

  #share(share: number): number {
    return Math.ceil(this.#eventsMax * share)
  }

  /** The next events of this status, from the first again after the last. */
  async #walk(status: EventStatus, limit: number): Promise<readonly EventId[]> {
    const after = this.#walkedTo.get(status) ?? 0
    const events = await this.#ports.events.inStatus(status, { after, limit })
    this.#walkedTo.set(status, events.length < limit ? 0 : (events.at(-1)?.eventId ?? 0))
    return events.map(({ eventId }) => eventId)
  }

  /** Answers true when the event's seats have moved. What fails is looked at again in its turn. */
  async #look(eventId: EventId): Promise<boolean> {
    try {
      return await refreshCounts(this.#ports, eventId)
    } catch (error) {
      this.#ports.telemetry.seatsNotCounted(eventId, error)
      return false
    }
  }
}

async function refreshCounts(ports: EventsPorts, eventId: EventId): Promise<boolean> {
  const { events, inventory, clock, telemetry } = ports
  const counts = await inventory.counts(eventId)
  const event = await events.get(eventId)
  if (!event) return false
  const nowMs = clock.nowMs()
  const { counts: before, told } = event
  // A change of status is published with the counts: one message tells of both.
  const movesOn = statusAt({ ...event, counts }, nowMs) !== event.status
  const tells = !movesOn && isNews(counts, { before, told, nowMs })
  await events.recordCounts(eventId, counts, { toldAtMs: tells ? nowMs : null })
  if (tells) telemetry.seatsTold()
  if (movesOn) await advanceStatus(ports, eventId)
  return !sameCounts(before, counts)
}
