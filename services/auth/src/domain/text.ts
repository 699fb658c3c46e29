import { DomainError } from '@usher/kernel'

/** Which field holds the text, and how many characters (code points) it may have. */
export interface TextLimit {
  readonly field: string
  readonly maxChars: number
}

/** 255 is the width of `users.name`. */
export const NAME: TextLimit = { field: 'name', maxChars: 255 }
export const API_KEY_LABEL: TextLimit = { field: 'label', maxChars: 100 }

/**
 * The text without surrounding white space. Throws `invalid` / `invalid_<field>` when it cannot be
 * shown or is too long.
 */
export function parseText({ field, maxChars }: TextLimit, given: string): string {
  const text = given.trim()
  if (!visible.test(text) || !isPlain(text) || [...text].length > maxChars) {
    const message = `${field} must have 1 to ${maxChars} visible characters`
    throw new DomainError('invalid', `invalid_${field}`, message, { field, max_chars: maxChars })
  }
  return text
}

/**
 * A letter, digit, mark of punctuation or symbol: without one, text is there and cannot be seen.
 */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u

/**
 * True for well-formed Unicode that neither controls a terminal nor turns the text around it right
 * to left.
 */
export function isPlain(text: string): boolean {
  return text.isWellFormed() && !/[\p{Cc}\p{Bidi_Control}]/u.test(text)
}
