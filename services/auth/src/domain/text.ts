import { DomainError } from '@usher/kernel'

/** Which field holds the text, and how many characters (code points) it may have. */
export interface TextLimit {
  readonly field: string
  readonly maxChars: number
}

/** 255 is the width of `users.name`. */
export const NAME: TextLimit = { field: 'name', maxChars: 255 }
export const API_KEY_LABEL: TextLimit = { field: 'label', maxChars: 100 }

/** The text without surrounding white space. Throws `invalid` / `invalid_<field>` when it cannot be shown or is too long. */
export function parseText({ field, maxChars }: TextLimit, given: string): string {
  const text = given.trim()
  if (text === '' || !isPlain(text) || [...text].length > maxChars) {
    const message = `${field} must have 1 to ${maxChars} characters and no control characters`
    throw new DomainError('invalid', `invalid_${field}`, message, { field, max_chars: maxChars })
  }
  return text
}

/** True for well-formed Unicode without control characters: what can be shown, stored and mailed. */
export function isPlain(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text)
}
