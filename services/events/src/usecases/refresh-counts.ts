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
 * An event is looked at in every run until its seats have not moved for so many, and else when its
 * turn comes: the turns of a status begin anew after so many runs at the earliest.
 */
const RESTING_RUNS = 5

/**
 * Keeps `available_seats` seconds old: however many seats are sold, an event is written once a run
 * at most, and not at all when nothing changed; others are told when it `isNews`. A run looks at a
 * bounded number of events, whatever the number there is, and at few where nothing is sold.
 */
export class CountsRefresher {
  readonly #ports: EventsPorts
  readonly #eventsMax: number
  readonly #turns = new Map<EventStatus, { readonly after: number; readonly begunInRun: number }>()
  /** In which run the seats have moved last; those that have waited longest first. */
  readonly #moving = new Map<EventId, number>()
  #run = 0

  constructor(ports: EventsPorts, eventsMax: number) {
    this.#ports = ports
    this.#eventsMax = eventsMax
  }

  async run(stopping?: AbortSignal): Promise<void> {
    this.#run++
    const looked = new Set([...this.#moving.keys()].slice(0, this.#share(MOVING_SHARE)))
    for (const [status, share] of statusShares) {
      for (const eventId of await this.#walk(status, this.#share(share))) looked.add(eventId)
    }
    for (const eventId of looked) {
      if (stopping?.aborted) return
      this.#note(eventId, await this.#look(eventId))
    }
  }

  #note(eventId: EventId, moved: boolean): void {
    const movedInRun = moved ? this.#run : this.#moving.get(eventId)
    this.#moving.delete(eventId)
    if (movedInRun === undefined || this.#run - movedInRun >= RESTING_RUNS) return
    this.#moving.set(eventId, movedInRun)
  }

  #share(share: number): number {
    return Math.ceil(this.#eventsMax * share)
  }

  /** The next events of this status; after the last, once the others have rested, the first. */
  async #walk(status: EventStatus, limit: number): Promise<readonly EventId[]> {
    const { after, begunInRun } = this.#turns.get(status) ?? {
      after: 0,
      begunInRun: Number.NEGATIVE_INFINITY,
    }
    const begins = after === 0
    if (begins && this.#run - begunInRun < RESTING_RUNS) return []
    const events = await this.#ports.events.inStatus(status, { after, limit })
    this.#turns.set(status, {
      after: events.length < limit ? 0 : (events.at(-1)?.eventId ?? 0),
      begunInRun: begins ? this.#run : begunInRun,
    })
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
