import { pairsOf, type Word } from '../../domain/words.ts'

/** Shorter beginnings of words say too little. */
const PREFIX_CHARS_MIN = 2

/** A word of a query in all the forms that count as found. */
export interface SoughtWord extends Word {
  /** True when somebody may still be typing it. */
  readonly last: boolean
  /** What it may have meant. */
  readonly meant: readonly string[]
}

/** The FTS5 expression for one word; tokens have no quotes in them, so quoting is all it takes. */
export function wordExpression({ text, run, last, meant }: SoughtWord): string {
  if (run) {
    const pairs = pairsOf(text)
    return pairs.length === 0 ? `"${text}" *` : `"${pairs.join(' ')}"`
  }
  const forms = [`"${text}"`, ...meant.map((word) => `"${word}"`)]
  if (last && text.length >= PREFIX_CHARS_MIN) forms.push(`"${text}" *`)
  return forms.length === 1 ? (forms[0] ?? '') : `(${forms.join(' OR ')})`
}

/** All of the words. */
export function allOf(words: readonly SoughtWord[]): string {
  return words.map(wordExpression).join(' AND ')
}
