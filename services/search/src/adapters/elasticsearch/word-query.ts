import type { estypes } from '@elastic/elasticsearch'
import { pairsOf, type Word } from '../../domain/words.ts'
import { fieldWeights } from './index-definition.ts'

export type Query = estypes.QueryDslQueryContainer

/** Shorter beginnings of words say too little. */
const PREFIX_CHARS_MIN = 2
/** A run is looked for by its beginning: no name is longer, and clauses are limited. */
const RUN_PAIRS_MAX = 40

/** A word of a query in all the forms that count as found. */
export interface SoughtWord extends Word {
  /** True when somebody may still be typing it. */
  readonly last: boolean
  /** What it may have meant. */
  readonly meant: readonly string[]
}

export function soughtWord(word: Word, last: boolean): SoughtWord {
  return { ...word, last, meant: [] }
}

/**
 * Events that have all of the words, in any fields, ranked by the weight of each word's best field.
 * bm25 would change while the index grows, and pages would not fit.
 */
export function allRanked(words: readonly SoughtWord[]): Query[] {
  return words.map((word) =>
    anyOf(fieldWeights.flatMap(([field, boost]) => formsOf(word, field, boost))),
  )
}

/** Events that have all of the words in this field. */
export function allIn(field: string, words: readonly SoughtWord[]): Query {
  return { bool: { filter: words.map((word) => wordIn(field, word)) } }
}

export function wordIn(field: string, word: SoughtWord): Query {
  return anyOf(formsOf(word, field, 1))
}

/** Begins a word of the field. */
export function beginsIn(field: string, { text, run }: Word): Query {
  return run ? runIn(field, text) : { prefix: { [field]: { value: text } } }
}

function formsOf({ text, run, last, meant }: SoughtWord, field: string, boost: number): Query[] {
  if (run) return [worth(boost, runIn(field, text))]
  const forms = [text, ...meant].map((value): Query => ({ term: { [field]: { value } } }))
  if (last && text.length >= PREFIX_CHARS_MIN) forms.push({ prefix: { [field]: { value: text } } })
  return forms.map((form) => worth(boost, form))
}

function worth(boost: number, filter: Query): Query {
  return { constant_score: { filter, boost } }
}

/** A run by its pairs, one after the other; a single character as the beginning of a pair. */
function runIn(field: string, text: string): Query {
  const pairs = pairsOf(text).slice(0, RUN_PAIRS_MAX)
  if (pairs.length === 0) return { prefix: { [field]: { value: text } } }
  return { match_phrase: { [field]: { query: pairs.join(' ') } } }
}

/** Any of these; the best of them counts. */
function anyOf(queries: readonly Query[]): Query {
  return { dis_max: { queries: [...queries] } }
}
