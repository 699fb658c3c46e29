import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { DocumentChange, EventDocument, IndexedStatus } from '../../domain/event-document.ts'
import { tokensOf, wordsOf } from '../../domain/words.ts'
import type { Vocabulary } from '../../domain/vocabulary.ts'
import type { EventFacts } from './indexed-events.ts'

const columns = [
  'event_id',
  'version',
  'name',
  'venue_name',
  'city',
  'country',
  'category',
  'status',
  'date_ms',
  'end_ms',
  'month',
  'currency',
  'min_price_minor',
  'max_price_minor',
  'available_seats',
  'latitude',
  'longitude',
] as const
type DocumentRow = Readonly<Record<(typeof columns)[number], string | number | null>>

/** Writes and reads the rows of one generation. */
export class DocumentRows {
  readonly #database: DatabaseSync
  readonly #vocabulary: Vocabulary
  readonly #version: StatementSync
  readonly #put: StatementSync
  readonly #putBody: StatementSync
  readonly #removeBody: StatementSync
  readonly #putTexts: StatementSync
  readonly #removeTexts: StatementSync
  readonly #putWord: StatementSync

  constructor(database: DatabaseSync, vocabulary: Vocabulary) {
    this.#database = database
    this.#vocabulary = vocabulary
    this.#version = database.prepare('SELECT version FROM documents WHERE event_id = ?')
    this.#version.setReadBigInts(true)
    const values = columns.map(() => '?').join(', ')
    this.#put = database.prepare(`INSERT OR REPLACE INTO documents VALUES (${values})`)
    this.#putBody = database.prepare('INSERT OR REPLACE INTO bodies VALUES (?, ?)')
    this.#removeBody = database.prepare('DELETE FROM bodies WHERE event_id = ?')
    this.#putTexts = database.prepare(
      'INSERT INTO texts (rowid, name, venue, place, description) VALUES (?, ?, ?, ?, ?)',
    )
    this.#removeTexts = database.prepare('DELETE FROM texts WHERE rowid = ?')
    this.#putWord = database.prepare('INSERT OR IGNORE INTO words VALUES (?)')
  }

  /** Answers false when what is there is newer. The version of a removed event stays. */
  write({ eventId, version, document }: DocumentChange): boolean {
    const before = this.#version.get(eventId)?.['version'] as bigint | undefined
    if (before !== undefined && before > version) return false
    if (before !== undefined) this.#removeTexts.run(eventId)
    this.#put.run(eventId, version, ...valuesOf(document))
    if (document) {
      this.#putBody.run(eventId, document.body)
      this.#putTexts.run(eventId, ...textsOf(document).map((text) => this.#tokens(text)))
    } else this.#removeBody.run(eventId)
    return true
  }

  /** Every event that can be found. */
  *read(): Iterable<{ readonly eventId: number; readonly facts: EventFacts }> {
    // A version has more bits than a number, and nobody looks at it here.
    const select = columns.map((name) => (name === 'version' ? '0 AS version' : name)).join(', ')
    const rows = this.#database.prepare(`SELECT ${select} FROM documents WHERE status IS NOT NULL`)
    for (const row of rows.iterate()) {
      yield { eventId: Number(row['event_id']), facts: factsOf(row as DocumentRow) }
    }
  }

  #tokens(text: string): string {
    const tokens: string[] = []
    for (const word of wordsOf(text)) {
      if (!word.run && this.#vocabulary.add(word.text)) this.#putWord.run(word.text)
      tokens.push(...tokensOf(word))
    }
    return tokens.join(' ')
  }
}

/** By weight: see `FIELD_WEIGHTS`. */
function textsOf({ name, venueName, city, category, description }: EventDocument): string[] {
  return [name, venueName, `${city} ${category}`, description]
}

function valuesOf(document: EventDocument | null): SQLInputValue[] {
  if (!document) return columns.slice(2).map(() => null)
  return [
    document.name,
    document.venueName,
    document.city,
    document.country,
    document.category,
    document.status,
    document.dateMs,
    document.endMs,
    document.month,
    document.currency,
    document.minPriceMinor,
    document.maxPriceMinor,
    document.availableSeats,
    document.location?.latitude ?? null,
    document.location?.longitude ?? null,
  ]
}

function factsOf(row: DocumentRow): EventFacts {
  const number = (name: keyof DocumentRow) => (row[name] === null ? null : Number(row[name]))
  const latitude = number('latitude')
  const longitude = number('longitude')
  return {
    name: String(row.name),
    venueName: String(row.venue_name),
    city: String(row.city),
    country: String(row.country),
    category: String(row.category),
    status: row.status as IndexedStatus,
    dateMs: Number(row.date_ms),
    endMs: number('end_ms'),
    month: String(row.month),
    currency: String(row.currency),
    minPriceMinor: number('min_price_minor'),
    maxPriceMinor: number('max_price_minor'),
    availableSeats: Number(row.available_seats),
    location: latitude === null || longitude === null ? null : { latitude, longitude },
  }
}
