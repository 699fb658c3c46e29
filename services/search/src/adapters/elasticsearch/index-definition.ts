import type { estypes } from '@elastic/elasticsearch'

/** Beginnings of words that have postings of their own; longer ones are looked up by range. */
const BEGINNING = { min_chars: 1, max_chars: 15 } as const

/**
 * Texts come as words that `domain/words.ts` has cut and folded, the same for every index there is,
 * so that no analyzer of a certain distribution is needed: this one only splits at spaces.
 */
const words = {
  type: 'text',
  analyzer: 'words',
  index_prefixes: BEGINNING,
  copy_to: 'all_words',
} as const
const keyword = { type: 'keyword' } as const
const long = { type: 'long' } as const
/** Answered as it was given; nobody searches for it. */
const kept = { type: 'keyword', index: false, doc_values: true } as const

/** A new generation; `refresh_interval` also keeps shards that nobody asks from falling asleep. */
export const indexDefinition = {
  settings: {
    number_of_shards: 1,
    auto_expand_replicas: '0-1',
    refresh_interval: '1s',
    analysis: { analyzer: { words: { type: 'custom', tokenizer: 'whitespace' } } },
  },
  mappings: {
    dynamic: 'strict',
    properties: {
      event_id: long,
      status: keyword,
      date_ms: long,
      end_ms: long,
      month: keyword,
      currency_key: keyword,
      min_price_minor: long,
      max_price_minor: long,
      available: { type: 'boolean' },
      location: { type: 'geo_point' },
      name: kept,
      name_key: keyword,
      venue: kept,
      venue_key: keyword,
      city: kept,
      city_key: keyword,
      category: kept,
      category_key: keyword,
      country: kept,
      country_key: keyword,
      name_words: words,
      venue_words: words,
      city_words: words,
      category_words: words,
      description_words: words,
      all_words: { type: 'text', analyzer: 'words', index_prefixes: BEGINNING },
      body: { type: 'binary' },
    },
  },
} as const satisfies Partial<estypes.IndicesCreateRequest>

/** By how much a word counts in each field; the weights of the embedded index. */
export const fieldWeights = [
  ['name_words', 10],
  ['venue_words', 5],
  ['city_words', 3],
  ['category_words', 3],
  ['description_words', 1],
] as const

/** What a facet, a filter or a completion knows an event by; `_key` is the folded form. */
export const facetFields = ['city', 'category', 'country'] as const
