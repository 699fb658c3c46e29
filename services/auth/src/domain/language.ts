import { type Branded, DomainError } from '@usher/kernel'

/** A BCP 47 tag in its canonical form, such as `zh-TW`; empty when nobody has said. */
export type Language = Branded<string, 'Language'>

/** Holds every registered tag (RFC 5646, 4.4.1). */
const LANGUAGE_CHARS_MAX = 35

/** Parses a tag, or nothing. Throws `invalid` / `invalid_language`. */
export function parseLanguage(given: string): Language {
  if (given === '') return '' as Language
  const tag = given.length <= LANGUAGE_CHARS_MAX ? canonical(given) : undefined
  if (tag !== undefined) return tag as Language
  const message = 'language must be a BCP 47 tag such as es'
  throw new DomainError('invalid', 'invalid_language', message, { field: 'language' })
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
