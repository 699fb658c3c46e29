import type { EventId } from '@usher/kernel'
import type { EventFacts, MinuteFigures, PlaceFigures, Telling } from '../domain/figures.ts'
import type { Rebuild } from '../domain/rebuild.ts'

export interface MinutesWanted {
  readonly eventId: EventId
  /** From the first minute on, before the second. */
  readonly fromMs: number
  readonly untilMs: number
  /** Undefined: of every section, and of the event as a whole. */
  readonly section: string | undefined
  /** Whole minutes: all figures of the last one are there. */
  readonly minutes: number
}

/** The figures, minute by minute, and which messages are in them. Everything is durable. */
export interface SalesFigures {
  /** Adds to the figures, once for each message of a consumer; false when it was added before. */
  add(telling: Telling): Promise<boolean>
  /** Keeps the newest version. */
  keepEvent(event: EventFacts): Promise<void>

  event(eventId: EventId): Promise<EventFacts | undefined>
  /** Sums over all minutes, by section and currency. */
  totals(eventId: EventId): Promise<readonly PlaceFigures[]>
  /** In the order of time. */
  minutes(wanted: MinutesWanted): Promise<readonly MinuteFigures[]>
  /** Sums over all events, by currency; the figures of seats have none. */
  platform(): Promise<readonly PlaceFigures[]>

  /** Forgets which messages of before were added, at most so many; answers how many. */
  prune(options: { readonly beforeMs: number; readonly limit: number }): Promise<number>

  /** Replaces one that runs. */
  beginRebuild(rebuild: Rebuild): Promise<void>
  rebuild(): Promise<Rebuild | undefined>
  /**
   * Forgets the figures of some minutes together with which messages are in them; when none is
   * left, the rebuild is in its phase `replaying`. Nothing happens in another phase or to another
   * rebuild.
   */
  clearSome(rebuild: Rebuild): Promise<void>
  endRebuild(rebuild: Rebuild): Promise<void>
}
