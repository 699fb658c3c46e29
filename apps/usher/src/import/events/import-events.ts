import type { ImportedEvent } from '@usher/events/event-files'
import { isDomainError } from '@usher/kernel'
import { atOnce } from './at-once.ts'
import { equipEvent } from './equip-event.ts'
import { changesTo } from './event-changes.ts'
import type { EventTarget, KnownEvent } from './event-target.ts'
import { externalIdOf } from './external-id.ts'
import type {
  EventImportOptions,
  EventImportReport,
  ImportedEntry,
  Remark,
} from './import-options.ts'
import { type MatchedVenues, matchVenues } from './match-venues.ts'
import type { ReadFiles } from './read-event-files.ts'

interface Import {
  readonly read: ReadFiles
  readonly options: EventImportOptions
  /** Called after each event. */
  readonly onProgress: (done: number) => void
}

/**
 * Creates the events of the files, or changes those that were created from them before. Every event
 * carries its own name from run to run, so a run that was interrupted is finished by the next.
 */
export async function importEventsInto(
  target: EventTarget,
  { read, options, onProgress }: Import,
): Promise<EventImportReport> {
  const venues = await matchVenues(target, read.events)
  const work = new EventWork(target, venues, options)
  await atOnce(read.events, target.inFlightMax, async (event) => {
    onProgress(await work.take(event))
  })
  return work.report(read)
}

class EventWork {
  readonly #target: EventTarget
  readonly #venues: MatchedVenues
  readonly #options: EventImportOptions
  readonly #entries = new Map<string, ImportedEntry>()
  readonly #skipped: Remark[] = []
  readonly #notes: Remark[] = []
  #seatMaps = 0
  #published = 0

  constructor(target: EventTarget, venues: MatchedVenues, options: EventImportOptions) {
    this.#target = target
    this.#venues = venues
    this.#options = options
  }

  /** Takes one event; what is refused is skipped, what fails fails the import. Tells how many. */
  async take(event: ImportedEvent): Promise<number> {
    const { where } = event
    const known = await refusable(
      () => this.#write(event),
      (reason) => this.#skipped.push({ where, reason }),
    )
    if (known) {
      await refusable(
        () => this.#equip(known, event),
        (reason) => this.#notes.push({ where, reason: `stays a draft: ${reason}` }),
      )
    }
    return this.#entries.size + this.#skipped.length
  }

  report({ files, events, skipped, notes }: ReadFiles): EventImportReport {
    const entries = events.flatMap(({ sourceKey }) => this.#entries.get(sourceKey) ?? [])
    const count = (outcome: ImportedEntry['outcome']) =>
      entries.filter((entry) => entry.outcome === outcome).length
    return {
      dry_run: this.#options.dryRun,
      files,
      venues: { new: this.#venues.new, known: this.#venues.known },
      events: { new: count('new'), changed: count('changed'), unchanged: count('unchanged') },
      seat_maps: this.#seatMaps,
      published: this.#published,
      entries,
      skipped: [...skipped, ...this.#skipped],
      notes: [...notes, ...this.#notes],
    }
  }

  async #write(event: ImportedEvent): Promise<KnownEvent> {
    const venueId = this.#venues.idOf(event.venue)
    const externalId = externalIdOf(event.sourceKey)
    const known = await this.#target.createEvent({ venueId, event, externalId })
    const isNew = known.createdAtMs >= this.#target.startedAtMs
    const changes = changesTo(known, event)
    const changed = Object.keys(changes)
    if (changed.length > 0) await this.#target.updateEvent(known, changes)
    if (known.venueId !== venueId) {
      const reason = 'has another venue now; an event cannot move, so it stays where it was'
      this.#notes.push({ where: event.where, reason })
    }
    const outcome = isNew ? 'new' : changed.length > 0 ? 'changed' : 'unchanged'
    this.#entries.set(
      event.sourceKey,
      entryOf({ event, known, outcome, changed, isDry: this.#options.dryRun }),
    )
    return known
  }

  async #equip(known: KnownEvent, event: ImportedEvent): Promise<void> {
    const { seatMap, published, note } = await equipEvent(
      this.#target,
      { known, event },
      this.#options,
    )
    if (seatMap) this.#seatMaps++
    if (published) this.#published++
    if (note) this.#notes.push({ where: event.where, reason: note })
  }
}

/** Hands what is refused to `tell`; what fails otherwise is thrown. */
async function refusable<Value>(
  work: () => Promise<Value>,
  tell: (reason: string) => void,
): Promise<Value | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!isDomainError(error) || !refusals.has(error.kind)) throw error
    tell(`${error.message} (${error.code})`)
    return undefined
  }
}

/** Ways to fail that concern the one event. */
const refusals: ReadonlySet<string> = new Set(['invalid', 'conflict', 'expired', 'not_found'])

function entryOf(entry: {
  event: ImportedEvent
  known: { eventId: number }
  outcome: ImportedEntry['outcome']
  changed: readonly string[]
  isDry: boolean
}): ImportedEntry {
  const { event, known, outcome, changed, isDry } = entry
  return {
    where: event.where,
    name: event.name,
    event_id: isDry && outcome === 'new' ? null : known.eventId,
    starts_at: new Date(event.startMs).toISOString(),
    venue: `${event.venue.name}, ${event.venue.city}`,
    outcome,
    changes: outcome === 'changed' ? changed : [],
  }
}
