import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Vocabulary } from '../../domain/vocabulary.ts'
import { pairsOf, type Word, wordsOf } from '../../domain/words.ts'
import { allOf, type SoughtWord, wordExpression } from './match-expression.ts'

/** Words of a query that are looked for. */
const QUERY_WORDS_MAX = 12
/** So many events found are too few: typos are forgiven, too. */
const FEW = 3
/** bm25 takes a microsecond for each match: of more, only matches of names are ranked by it. */
const RANKED_MAX = 4000
/** What a word may have meant. */
const MEANT_MAX = 4
const LOOKED_UP_MAX = 24
/** Name, venue, city and category, description. */
const FIELD_WEIGHTS = '10.0, 5.0, 3.0, 1.0'
/** Makes a score of a rank between zero and one; what is here scores a half. */
const RANK_HALF = 10

/** The events that match, in no order; better ones have larger scores. */
export interface TextMatch {
  readonly ids: readonly number[]
  readonly scoreOf: (eventId: number) => number
  readonly correctedText: string
}

// A query is understood in up to three ways, each only when the one before found too little: all
// words, the last one perhaps not finished; all words, with typos; most of the words.
const SCORE_EXACT = 4
const SCORE_TYPOS = 2
/** All the words are in the name. */
const SCORE_NAME = 1

/** Finds events by words. */
export class TextMatcher {
  readonly #vocabulary: Vocabulary
  readonly #ids: StatementSync
  readonly #ranks: StatementSync
  readonly #newest: StatementSync
  readonly #uses: StatementSync

  constructor(database: DatabaseSync, vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
    // One string instead of many rows: ten times as fast.
    this.#ids = database.prepare(
      'SELECT json_group_array(rowid) AS ids FROM texts WHERE texts MATCH ?',
    )
    this.#ranks = database.prepare(
      `SELECT rowid, bm25(texts, ${FIELD_WEIGHTS}) FROM texts WHERE texts MATCH ?`,
    )
    this.#ranks.setReturnArrays(true)
    this.#newest = database.prepare(
      'SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid DESC LIMIT ?',
    )
    this.#newest.setReturnArrays(true)
    this.#uses = database.prepare('SELECT doc FROM text_words WHERE term = ?')
  }

  match(text: string): TextMatch {
    const words = wordsOf(text).slice(0, QUERY_WORDS_MAX)
    if (words.length === 0) return scored(new Map())
    const exact = words.map((word, i) => soughtWord(word, i === words.length - 1))
    const frequent = this.#frequent(exact)
    if (frequent) return frequent
    const scores = new Map<number, number>()
    this.#add(scores, allOf(exact), SCORE_EXACT)
    if (scores.size >= FEW) return scored(scores)
    const found = scores.size
    const forgiving = exact.map((word) => ({ ...word, meant: this.#meant(word) }))
    const anyTypos = forgiving.some(({ meant }) => meant.length > 0)
    if (anyTypos) this.#add(scores, allOf(forgiving), SCORE_TYPOS)
    if (found === 0 && scores.size > 0) return scored(scores, this.#said(forgiving))
    if (scores.size === 0) this.#addMost(scores, forgiving)
    return scored(scores)
  }

  ids(expression: string): readonly number[] {
    return JSON.parse(String(this.#ids.get(expression)?.['ids'])) as number[]
  }

  /** The events made last among those that match. */
  newestIds(expression: string, limit: number): readonly number[] {
    const rows = this.#newest.all(expression, limit) as unknown as [number][]
    return rows.map(([id]) => id)
  }

  /** Words in so many events that only a name tells them apart; beginnings would add nothing. */
  #frequent(words: readonly SoughtWord[]): TextMatch | undefined {
    const expression = allOf(words.map((word) => ({ ...word, last: false })))
    const ids = this.ids(expression)
    if (ids.length <= RANKED_MAX) return undefined
    const names = new Set(this.ids(`name : (${expression})`))
    const scoreOf = (id: number) => SCORE_EXACT + (names.has(id) ? SCORE_NAME : 0)
    return { ids, scoreOf, correctedText: '' }
  }

  #add(scores: Map<number, number>, expression: string, least: number): void {
    const ids = this.ids(expression)
    if (ids.length === 0) return
    const named = `name : (${expression})`
    const names = new Set(this.ids(named))
    const ranked = ids.length <= RANKED_MAX ? expression : names.size <= RANKED_MAX ? named : ''
    const ranks = new Map(ranked === '' ? [] : this.#ranked(ranked))
    for (const id of ids) {
      if (scores.has(id)) continue
      const rank = ranks.get(id) ?? 0
      scores.set(id, least + (names.has(id) ? SCORE_NAME : 0) + rank / (rank + RANK_HALF))
    }
  }

  #ranked(expression: string): [number, number][] {
    const rows = this.#ranks.all(expression) as unknown as [number, number][]
    // FTS5 answers negative ranks, so that the best come first.
    return rows.map(([id, rank]) => [id, Math.max(0, -rank)])
  }

  /** At least half of the words; rare ones say more. */
  #addMost(scores: Map<number, number>, words: readonly SoughtWord[]): void {
    const parts = words.flatMap(partsOf).slice(0, QUERY_WORDS_MAX)
    if (parts.length < 2) return
    const found = new Map<number, { words: number; weight: number }>()
    for (const part of parts) {
      const ids = this.ids(wordExpression({ ...part, last: false }))
      const weight = 1 / Math.log2(2 + ids.length)
      for (const id of ids) {
        const before = found.get(id)
        if (before) {
          before.words++
          before.weight += weight
        } else found.set(id, { words: 1, weight })
      }
    }
    const least = Math.ceil(parts.length / 2)
    for (const [id, { words, weight }] of found) {
      if (words >= least) scores.set(id, weight / (weight + 1))
    }
  }

  /** The nearest words that events have, the more frequent ones first. */
  #meant({ text, run }: Word): readonly string[] {
    if (run) return []
    return [...this.#vocabulary.near(text)]
      .sort(([a, far], [b, farther]) => far - farther || sameStart(text, b) - sameStart(text, a))
      .slice(0, LOOKED_UP_MAX)
      .map(([word, distance]) => ({ word, distance, uses: this.#usesOf(word) }))
      .filter(({ uses }) => uses > 0)
      .sort((a, b) => a.distance - b.distance || b.uses - a.uses)
      .slice(0, MEANT_MAX)
      .map(({ word }) => word)
  }

  #usesOf(word: string): number {
    return Number(this.#uses.get(word)?.['doc'] ?? 0)
  }

  /** The query with words that no event has replaced by what they were taken for. */
  #said(words: readonly SoughtWord[]): string {
    const said = words.map(({ text, run, meant }) =>
      run || this.#usesOf(text) > 0 ? text : (meant[0] ?? text),
    )
    return said.join(' ')
  }
}

function scored(scores: ReadonlyMap<number, number>, correctedText = ''): TextMatch {
  return { ids: [...scores.keys()], scoreOf: (id) => scores.get(id) ?? 0, correctedText }
}

export function soughtWord(word: Word, last: boolean): SoughtWord {
  return { ...word, last, meant: [] }
}

function partsOf(word: SoughtWord): SoughtWord[] {
  const pairs = word.run ? pairsOf(word.text) : []
  return pairs.length > 1 ? pairs.map((text) => ({ ...word, text })) : [word]
}

function sameStart(a: string, b: string): number {
  return a[0] === b[0] ? 1 : 0
}
