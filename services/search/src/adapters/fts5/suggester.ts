import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { foldText } from '../../domain/fold-text.ts'
import { type Word, wordsOf } from '../../domain/words.ts'
import { currentStatuses } from '../../domain/event-document.ts'
import type { SuggestQuery, Suggestion } from '../../ports/search-index.ts'
import { type IndexedEvents, statusNumber } from './indexed-events.ts'
import { wordExpression } from './match-expression.ts'
import { NearestPlaces } from './nearest-places.ts'
import { soughtWord, type TextMatcher } from './text-matcher.ts'

/** Of the events that match, the newest are looked at: somebody types on when there are more … */
const MATCHES_MAX = 2000
/** … and of those so many of the next to come are looked at by name. */
const NAMES_MAX = 100
/** Places and categories first, but no more than these: they lead to many events. */
const PLACES_MAX = 4

const kinds = ['city', 'category', 'venue'] as const
const current = new Set(currentStatuses.map(statusNumber))

/** Completes what somebody is typing. */
export class Suggester {
  readonly #events: IndexedEvents
  readonly #matcher: TextMatcher
  readonly #name: StatementSync

  constructor(database: DatabaseSync, events: IndexedEvents, matcher: TextMatcher) {
    this.#events = events
    this.#matcher = matcher
    this.#name = database.prepare('SELECT name FROM documents WHERE event_id = ?')
  }

  suggest({ prefix, limit, nowMs }: SuggestQuery): readonly Suggestion[] {
    const words = wordsOf(prefix)
    if (words.length === 0) return []
    const places = this.#places(words).slice(0, Math.min(PLACES_MAX, limit))
    const events = this.#named(words, foldText(prefix).trim(), nowMs)
    return [...places, ...events].slice(0, limit)
  }

  #places(words: readonly Word[]): Suggestion[] {
    const found: { uses: number; suggestion: Suggestion }[] = []
    for (const kind of kinds) {
      for (const { text, folded, uses } of this.#events.dictionaries[kind].inUse()) {
        if (begins(folded, words)) found.push({ uses, suggestion: { text, kind, eventId: 0 } })
      }
    }
    return found.sort((a, b) => b.uses - a.uses).map(({ suggestion }) => suggestion)
  }

  /** Events by name: those that begin so first, then by date; of equal names the next. */
  #named(words: readonly Word[], prefix: string, nowMs: number): Suggestion[] {
    const sought = words.map((word, i) => ({
      ...soughtWord(word, true),
      last: i === words.length - 1,
    }))
    const expression = sought.map((word) =>
      word.last && !word.run ? `"${word.text}" *` : wordExpression(word),
    )
    const named = `name : (${expression.join(' AND ')})`
    const next = new NearestPlaces(NAMES_MAX)
    for (const eventId of this.#matcher.newestIds(named, MATCHES_MAX)) {
      const event = this.#events.get(eventId)
      if (!event || event.endMs < nowMs || !current.has(event.status)) continue
      next.offer({ key: event.dateMs, dateMs: event.dateMs, eventId })
    }
    const byName = new Map<string, { begins: boolean; suggestion: Suggestion }>()
    for (const { eventId } of next.places) {
      const text = String(this.#name.get(eventId)?.['name'])
      const folded = foldText(text)
      if (byName.has(folded)) continue
      const suggestion: Suggestion = { text, kind: 'event', eventId }
      byName.set(folded, { begins: folded.startsWith(prefix), suggestion })
    }
    const found = [...byName.values()]
    return [...found.filter(({ begins }) => begins), ...found.filter(({ begins }) => !begins)].map(
      ({ suggestion }) => suggestion,
    )
  }
}

/** True when each word begins a word of the text. */
function begins(folded: string, words: readonly Word[]): boolean {
  return words.every(({ text, run }) =>
    run ? folded.includes(text) : folded.startsWith(text) || folded.includes(` ${text}`),
  )
}
