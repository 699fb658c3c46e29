import type { estypes } from '@elastic/elasticsearch'
import { nearWords } from '../../domain/near-words.ts'
import { typosAllowed } from '../../domain/vocabulary.ts'
import { pairsOf, wordsOf } from '../../domain/words.ts'
import { allIn, allRanked, type Query, type SoughtWord, soughtWord, wordIn } from './word-query.ts'

/** Asks the index that answers; the hits themselves are of no interest. */
export type Probe = (request: estypes.SearchRequest) => Promise<estypes.SearchResponse>

export interface UnderstoodText {
  readonly query: Query
  readonly correctedText: string
}

/** Words of a query that are looked for. */
const QUERY_WORDS_MAX = 12
/** So many events found are too few: typos are forgiven, too. */
const FEW = 3
/** What a word may have meant. */
const MEANT_MAX = 4
const LOOKED_UP_MAX = 24
const TYPOS_MAX = 2

// Larger than twelve words of the best field, and small enough for the 24 bits of a score.
const SCORE_WHOLE = 80_000
const SCORE_BEGUN = 60_000
const SCORE_TYPOS = [40_000, 20_000] as const
/** All the words are in the name. */
const SCORE_NAME = 10_000
/** One point of the embedded index's score. */
export const SCORE_POINT = 10_000

interface Meant {
  readonly word: string
  readonly distance: number
}

const nothing: UnderstoodText = { query: { match_none: {} }, correctedText: '' }

/**
 * What a text asks for, in several ways, the later ones only when those before found too little:
 * all words as they are; the last one perhaps not finished; with a typo in a word, with two; most
 * of them.
 */
export async function understoodText(probe: Probe, text: string): Promise<UnderstoodText> {
  const words = wordsOf(text).slice(0, QUERY_WORDS_MAX)
  if (words.length === 0) return nothing
  const exact = words.map((word, i) => soughtWord(word, i === words.length - 1))
  const parts = exact.flatMap(partsOf).slice(0, QUERY_WORDS_MAX)
  const found = await probe(probeOf(exact, parts))
  const total = totalOf(found)
  const whole = exact.map((word) => ({ ...word, last: false }))
  const ways = [way(whole, SCORE_WHOLE), way(exact, SCORE_BEGUN)]
  if (total >= FEW) return { query: bestOf(ways), correctedText: '' }
  const meant = exact.map((word) => meantBy(word, found))
  const forgiving = forgive(exact, meant, TYPOS_MAX)
  const typos = SCORE_TYPOS.flatMap((score, i) =>
    meant.flat().some(({ distance }) => distance === i + 1)
      ? [way(forgive(exact, meant, i + 1), score)]
      : [],
  )
  const query = bestOf([...ways, ...typos])
  if (total > 0) return { query, correctedText: '' }
  if (typos.length > 0 && totalOf(await probe(countOf(forgiving))) > 0) {
    return { query, correctedText: said(forgiving, parts, found) }
  }
  return { query: mostOf(forgiving, parts), correctedText: '' }
}

/** These words or what they may have meant, with so many typos in each. */
function forgive(
  words: readonly SoughtWord[],
  meant: readonly (readonly Meant[])[],
  typos: number,
): SoughtWord[] {
  return words.map((word, i) => {
    const near = (meant[i] ?? []).filter(({ distance }) => distance <= typos)
    return { ...word, meant: near.map(({ word: text }) => text) }
  })
}

/** How many have the words as they are, how many have each part, and what words are like them. */
function probeOf(
  exact: readonly SoughtWord[],
  parts: readonly SoughtWord[],
): estypes.SearchRequest {
  const uses = parts.map((part) => wordIn('all_words', part))
  const suggest = Object.fromEntries(
    exact.flatMap(({ text, run }) => {
      const typos = run ? 0 : typosAllowed(text)
      return typos > 0 ? [[suggestionName(text), likeness(text, typos)]] : []
    }),
  )
  return {
    ...countOf(exact),
    track_total_hits: FEW,
    aggs: { all: { global: {}, aggs: { uses: { filters: { filters: uses } } } } },
    ...(Object.keys(suggest).length > 0 && { suggest }),
  }
}

/** Names of suggestions may not have certain characters; letters are what words are made of. */
function suggestionName(text: string): string {
  return `like ${text}`
}

/** A swap of neighbours is one edit here, as everywhere in Lucene's spell checker. */
function likeness(text: string, typos: number): estypes.SearchFieldSuggester {
  const term = {
    field: 'all_words',
    size: LOOKED_UP_MAX,
    suggest_mode: 'always',
    max_edits: typos,
    prefix_length: 0,
    min_doc_freq: 0,
    // Frequent words may be misspelled frequent words, too; above one it is a number of events.
    max_term_freq: 1_000_000_000,
    string_distance: 'damerau_levenshtein',
  } as const
  return { text, term }
}

function countOf(words: readonly SoughtWord[]): estypes.SearchRequest {
  const filter = words.map((word) => wordIn('all_words', word))
  return { size: 0, track_total_hits: 1, query: { bool: { filter } } }
}

function totalOf({ hits: { total } }: estypes.SearchResponse): number {
  return typeof total === 'number' ? total : (total?.value ?? 0)
}

function way(words: readonly SoughtWord[], score: number): Query {
  return {
    bool: {
      must: [...allRanked(words), { constant_score: { filter: { match_all: {} }, boost: score } }],
      should: [{ constant_score: { filter: allIn('name_words', words), boost: SCORE_NAME } }],
    },
  }
}

function bestOf(queries: Query[]): Query {
  return { dis_max: { queries } }
}

/** The nearest words that events have, the more frequent ones first. */
function meantBy({ text, run }: SoughtWord, found: estypes.SearchResponse): readonly Meant[] {
  if (run) return []
  const [entry] = found.suggest?.[suggestionName(text)] ?? []
  const options = (entry?.options ?? []) as unknown as readonly estypes.SearchTermSuggestOption[]
  return options
    .map(({ text: word, freq }) => ({ word, freq, distance: distanceOf(text, word) }))
    .filter(({ word, distance }) => word !== text && distance <= typosAllowed(text))
    .sort((a, b) => a.distance - b.distance || b.freq - a.freq || sameStart(text, b.word, a.word))
    .slice(0, MEANT_MAX)
}

function distanceOf(text: string, word: string): number {
  return nearWords([word], text, TYPOS_MAX).get(word) ?? Number.POSITIVE_INFINITY
}

function sameStart(text: string, a: string, b: string): number {
  return Number(a[0] === text[0]) - Number(b[0] === text[0])
}

/** The query with words that no event has replaced by what they were taken for. */
function said(
  words: readonly SoughtWord[],
  parts: readonly SoughtWord[],
  found: estypes.SearchResponse,
): string {
  const uses = usesOf(parts, found)
  return words
    .map(({ text, run, meant }) => (run || uses.get(text) ? text : (meant[0] ?? text)))
    .join(' ')
}

/** At least half of the words; long ones say more. */
function mostOf(words: readonly SoughtWord[], parts: readonly SoughtWord[]): Query {
  if (parts.length < 2) return { match_none: {} }
  const meant = new Map(words.map((word) => [word.text, word.meant]))
  const should = parts.map((part): Query => {
    const filter = wordIn('all_words', { ...part, meant: meant.get(part.text) ?? [] })
    return { constant_score: { filter, boost: part.text.length } }
  })
  return { bool: { should, minimum_should_match: Math.ceil(parts.length / 2) } }
}

/** How many events have each part of a query. */
function usesOf(
  parts: readonly SoughtWord[],
  found: estypes.SearchResponse,
): ReadonlyMap<string, number> {
  const all = found.aggregations?.['all'] as unknown as {
    readonly uses: { readonly buckets: readonly { readonly doc_count: number }[] }
  }
  return new Map(parts.map(({ text }, i) => [text, all.uses.buckets[i]?.doc_count ?? 0]))
}

/** A word itself, a run by its pairs; each has to be there as it is. */
function partsOf(word: SoughtWord): SoughtWord[] {
  const pairs = word.run ? pairsOf(word.text) : []
  const texts = pairs.length > 1 ? pairs : [word.text]
  return texts.map((text) => ({ ...word, text, last: false }))
}
