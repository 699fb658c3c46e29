import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Vocabulary } from '../../domain/vocabulary.ts'
import { pairsOf, type Word, wordsOf } from '../../domain/words.ts'
import { allOf, type SoughtWord, wordExpression } from './match-expression.ts'

/** Words of a query that are looked for. */
const QUERY_WORDS_MAX = 12
/** So many events found are too few: typos are forgiven, too. */
const FEW = 3
/** Words of so many events are found in names or elsewhere; more would take too long to tell. */
const RANKED_MAX = 4000
/** What a word may have meant. */
const MEANT_MAX = 4
const LOOKED_UP_MAX = 24
const TYPOS_MAX = 2
/** By how much a word counts in each field, and in the description. */
const fieldWeights = [
  ['name', 10],
  ['venue', 5],
  ['place', 3],
] as const
const DESCRIPTION_WEIGHT = 1
const WEIGHT_MAX = 10

/** The events that match, in no order; better ones have larger scores. */
export interface TextMatch {
  readonly ids: readonly number[]
  readonly scoreOf: (eventId: number) => number
  readonly correctedText: string
}

interface Meant {
  readonly word: string
  readonly distance: number
  readonly uses: number
}

// A query is understood in several ways, the later ones only when those before found too little:
// all words as they are; the last one perhaps not finished; with a typo in each; with two; most.
const SCORE_WHOLE = 8
const SCORE_BEGUN = 6
const SCORE_TYPOS = [4, 2] as const
/** All the words are in the name. */
const SCORE_NAME = 1
/** What is left of a point is for `BREVITY_MAX` of `Generation`. */
const SCORE_FIELDS = 0.9

/**
 * Finds events by words. A score depends on the query and on the event alone, not on how frequent
 * a word is, as bm25 does: pages that are asked for one by one fit while the index grows.
 */
export class TextMatcher {
  readonly #vocabulary: Vocabulary
  readonly #ids: StatementSync
  readonly #newest: StatementSync
  readonly #uses: StatementSync

  constructor(database: DatabaseSync, vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
    // One string instead of many rows: ten times as fast.
    this.#ids = database.prepare(
      'SELECT json_group_array(rowid) AS ids FROM texts WHERE texts MATCH ?',
    )
    this.#newest = database.prepare(
      'SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid DESC LIMIT ?',
    )
    this.#newest.setReturnArrays(true)
    this.#uses = database.prepare('SELECT doc FROM text_words WHERE term = ?')
  }

  match(text: string): TextMatch {
    const words = wordsOf(text).slice(0, QUERY_WORDS_MAX)
    if (words.length === 0) return scored(new Map())
    const whole = words.map((word) => soughtWord(word, false))
    const ids = this.ids(allOf(whole))
    // Of words of so many events, beginnings would add nothing.
    if (ids.length > RANKED_MAX) {
      return { ids, scoreOf: this.#score(whole, ids, SCORE_WHOLE), correctedText: '' }
    }
    const begun = whole.map((word, i) => ({ ...word, last: i === whole.length - 1 }))
    const scores = new Map<number, number>()
    this.#add(scores, whole, SCORE_WHOLE, ids)
    this.#add(scores, begun, SCORE_BEGUN)
    if (scores.size >= FEW) return scored(scores)
    return this.#forgive(scores, begun)
  }

  ids(expression: string): readonly number[] {
    return JSON.parse(String(this.#ids.get(expression)?.['ids'])) as number[]
  }

  /** The events made last among those that match. */
  newestIds(expression: string, limit: number): readonly number[] {
    const rows = this.#newest.all(expression, limit) as unknown as [number][]
    return rows.map(([id]) => id)
  }

  #forgive(scores: Map<number, number>, words: readonly SoughtWord[]): TextMatch {
    const found = scores.size
    const meant = words.map((word) => this.#meant(word))
    for (const [i, score] of SCORE_TYPOS.entries()) {
      const typos = i + 1
      if (!meant.flat().some(({ distance }) => distance === typos)) continue
      this.#add(scores, forgiving(words, meant, typos), score)
    }
    if (found === 0 && scores.size > 0) return scored(scores, this.#said(words, meant))
    if (scores.size === 0) this.#addMost(scores, forgiving(words, meant, TYPOS_MAX))
    return scored(scores)
  }

  #add(
    scores: Map<number, number>,
    words: readonly SoughtWord[],
    least: number,
    ids = this.ids(allOf(words)),
  ): void {
    const added = ids.filter((id) => !scores.has(id))
    if (added.length === 0) return
    const scoreOf = this.#score(words, added, least)
    for (const id of added) scores.set(id, scoreOf(id))
  }

  /** By where the words stand in each of these events, which have them all. */
  #score(
    words: readonly SoughtWord[],
    ids: readonly number[],
    least: number,
  ): (id: number) => number {
    const all = allOf(words)
    const names = new Set(this.ids(`name : (${all})`))
    const rest = ids.reduce((count, id) => (names.has(id) ? count : count + 1), 0)
    // A single one is the last of these wherever its words are.
    const weights =
      rest > 1 && ids.length <= RANKED_MAX ? this.#weights(words, all) : new Map<number, number>()
    const weightMax = WEIGHT_MAX * words.length
    return (id) => {
      if (names.has(id)) return least + SCORE_NAME + SCORE_FIELDS
      return least + (SCORE_FIELDS * (weights.get(id) ?? 0)) / weightMax
    }
  }

  /** The weights of the best field of each word, added. */
  #weights(words: readonly SoughtWord[], all: string): ReadonlyMap<number, number> {
    const described = DESCRIPTION_WEIGHT * words.length
    const weights = new Map<number, number>()
    for (const word of words.map(wordExpression)) {
      const counted = new Set<number>()
      for (const [field, weight] of fieldWeights) {
        for (const id of this.ids(`(${field} : (${word})) AND (${all})`)) {
          if (counted.has(id)) continue
          counted.add(id)
          weights.set(id, (weights.get(id) ?? described) + weight - DESCRIPTION_WEIGHT)
        }
      }
    }
    return weights
  }

  /**
   * At least half of the words; long ones say more. Of n words of which k must be there, each event
   * has one of the n - k + 1 rarest: the others are looked for among those alone.
   */
  #addMost(scores: Map<number, number>, words: readonly SoughtWord[]): void {
    const parts = words.flatMap(partsOf).slice(0, QUERY_WORDS_MAX)
    if (parts.length < 2) return
    const least = Math.ceil(parts.length / 2)
    const byUses = parts
      .map((part) => ({ part, uses: this.#usesOf(part.text) }))
      .sort((a, b) => a.uses - b.uses)
      .map(({ part }) => ({ letters: part.text.length, expression: wordExpression(part) }))
    const rare = byUses.slice(0, parts.length - least + 1)
    const anyRare = rare.map(({ expression }) => expression).join(' OR ')
    const found = new Map<number, { words: number; letters: number }>()
    for (const { expression, letters } of byUses) {
      for (const id of this.ids(`(${expression}) AND (${anyRare})`)) {
        const before = found.get(id) ?? { words: 0, letters: 0 }
        found.set(id, { words: before.words + 1, letters: before.letters + letters })
      }
    }
    const all = byUses.reduce((sum, { letters }) => sum + letters, 0)
    for (const [id, { words, letters }] of found) {
      if (words >= least) scores.set(id, (SCORE_FIELDS * letters) / all)
    }
  }

  /** The nearest words that events have, the more frequent ones first. */
  #meant({ text, run }: Word): readonly Meant[] {
    if (run) return []
    return [...this.#vocabulary.near(text)]
      .sort(([a, far], [b, farther]) => far - farther || sameStart(text, b) - sameStart(text, a))
      .slice(0, LOOKED_UP_MAX)
      .map(([word, distance]) => ({ word, distance, uses: this.#usesOf(word) }))
      .filter(({ uses }) => uses > 0)
      .sort((a, b) => a.distance - b.distance || b.uses - a.uses)
      .slice(0, MEANT_MAX)
  }

  #usesOf(word: string): number {
    return Number(this.#uses.get(word)?.['doc'] ?? 0)
  }

  /** The query with words that no event has replaced by what they were taken for. */
  #said(words: readonly SoughtWord[], meant: readonly (readonly Meant[])[]): string {
    const said = words.map(({ text, run }, i) =>
      run || this.#usesOf(text) > 0 ? text : (meant[i]?.[0]?.word ?? text),
    )
    return said.join(' ')
  }
}

/** These words or what they may have meant, with so many typos in each. */
function forgiving(
  words: readonly SoughtWord[],
  meant: readonly (readonly Meant[])[],
  typos: number,
): SoughtWord[] {
  return words.map((word, i) => {
    const near = (meant[i] ?? []).filter(({ distance }) => distance <= typos)
    return { ...word, meant: near.map(({ word: text }) => text) }
  })
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
