import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { DocumentChange } from '../../domain/event-document.ts'
import type { PagePlace, SearchQuery } from '../../domain/search-query.ts'
import { Vocabulary } from '../../domain/vocabulary.ts'
import {
  type SearchHit,
  type SearchPage,
  type SuggestQuery,
  type Suggestion,
  TOTAL_MAX,
} from '../../ports/search-index.ts'
import { DocumentRows } from './document-rows.ts'
import { eventTest, kilometresTo } from './event-tests.ts'
import { FacetCounts } from './facet-counts.ts'
import { type IndexedEvent, IndexedEvents } from './indexed-events.ts'
import { comparePlaces, NearestPlaces } from './nearest-places.ts'
import { Suggester } from './suggester.ts'
import { TextMatcher } from './text-matcher.ts'

/** Behind everything that has a price or a place; finite, because cursors are JSON. */
const LAST_KEY = Number.MAX_SAFE_INTEGER

/** What a name without a letter more than was asked for is worth: less than any field. */
const BREVITY_MAX = 0.09
/** A name as long as this is worth half of it. */
const BREVITY_HALF_CHARS = 40

interface FoundPlace extends PagePlace {
  readonly event: IndexedEvent
  readonly score: number
}

/** One whole index over one database: rows there, what is looked at for each event in memory. */
export class Generation {
  readonly database: DatabaseSync
  readonly #events: IndexedEvents
  readonly #vocabulary: Vocabulary
  readonly #rows: DocumentRows
  readonly #matcher: TextMatcher
  readonly #suggester: Suggester
  readonly #body: StatementSync

  private constructor(database: DatabaseSync, events: IndexedEvents, vocabulary: Vocabulary) {
    this.database = database
    this.#events = events
    this.#vocabulary = vocabulary
    this.#rows = new DocumentRows(database, vocabulary)
    this.#matcher = new TextMatcher(database, vocabulary)
    this.#suggester = new Suggester(database, events, this.#matcher)
    this.#body = database.prepare('SELECT body FROM bodies WHERE event_id = ?')
  }

  /** Reads what is there; throws what SQLite throws when that is damaged. */
  static read(database: DatabaseSync): Generation {
    const generation = new Generation(database, new IndexedEvents(), new Vocabulary())
    for (const { word } of database.prepare('SELECT word FROM words').iterate()) {
      generation.#vocabulary.add(String(word))
    }
    generation.#vocabulary.settle()
    for (const { eventId, facts } of generation.#rows.read()) {
      generation.#events.set(eventId, facts)
    }
    return generation
  }

  /** The same generation in the same file under another name: nothing is read again. */
  movedTo(database: DatabaseSync): Generation {
    this.#vocabulary.settle()
    return new Generation(database, this.#events, this.#vocabulary)
  }

  get documents(): number {
    return this.#events.size
  }

  /** All changes or none. */
  put(changes: readonly DocumentChange[]): void {
    const applied: DocumentChange[] = []
    this.database.exec('BEGIN IMMEDIATE')
    try {
      for (const change of changes) if (this.#rows.write(change)) applied.push(change)
      this.database.exec('COMMIT')
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK')
      throw error
    }
    for (const { eventId, document } of applied) {
      if (document) this.#events.set(eventId, document)
      else this.#events.remove(eventId)
    }
  }

  search(query: SearchQuery): SearchPage {
    const { text, filter, limit, after } = query
    const match = text.trim() === '' ? undefined : this.#matcher.match(text)
    const failedBy = eventTest(this.#events, filter)
    const facets = query.facets ? new FacetCounts(this.#events) : undefined
    const nearest = new NearestPlaces<FoundPlace>(limit + 1)
    let total = 0
    for (const event of match ? this.#known(match.ids) : this.#events.all()) {
      const failed = failedBy(event)
      facets?.add(event, failed)
      if (failed !== 0) continue
      total++
      const place = foundPlace(
        event,
        query,
        match ? match.scoreOf(event.eventId) + brevityOf(event) : 0,
      )
      if (!after || comparePlaces(place, after) > 0) nearest.offer(place)
    }
    return {
      hits: nearest.places.slice(0, limit).map((place) => this.#hit(place, query)),
      more: nearest.places.length > limit,
      total: Math.min(total, TOTAL_MAX),
      facets: facets?.facets() ?? [],
      correctedText: total > 0 ? (match?.correctedText ?? '') : '',
    }
  }

  suggest(query: SuggestQuery): readonly Suggestion[] {
    return this.#suggester.suggest(query)
  }

  /** Makes everything written durable in the one file. */
  close(): void {
    this.database.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)')
    this.database.close()
  }

  #known(ids: readonly number[]): IndexedEvent[] {
    return ids.map((eventId) => this.#events.get(eventId)).filter((event) => event !== undefined)
  }

  #hit({ event, score, key }: FoundPlace, { filter }: SearchQuery): SearchHit {
    const { eventId, dateMs } = event
    const body = this.#body.get(eventId)?.['body'] as Uint8Array
    return { eventId, body, distanceKm: kilometresTo(event, filter.near), score, key, dateMs }
  }
}

function foundPlace(event: IndexedEvent, query: SearchQuery, score: number): FoundPlace {
  const { eventId, dateMs } = event
  return { key: sortKey(event, query, score), dateMs, eventId, event, score }
}

/** Of events with the same words in the same fields, short names first. */
function brevityOf({ nameChars }: IndexedEvent): number {
  return (BREVITY_MAX * BREVITY_HALF_CHARS) / (BREVITY_HALF_CHARS + nameChars)
}

function sortKey(event: IndexedEvent, { sort, filter }: SearchQuery, score: number): number {
  if (sort === 'DATE') return event.dateMs
  if (sort === 'RELEVANCE') return -score
  if (sort === 'DISTANCE') return kilometresTo(event, filter.near) ?? LAST_KEY
  return Number.isNaN(event.minPriceMinor) ? LAST_KEY : event.minPriceMinor
}
