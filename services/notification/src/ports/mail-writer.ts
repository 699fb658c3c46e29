import type { Letter } from '../domain/letter.ts'
import type { MailLanguage } from '../domain/mail-language.ts'

/** A letter in words, in both of its forms. */
export interface WrittenMail {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Puts a letter into words. Text and HTML say the same; nothing of a user is markup in either. */
export interface MailWriter {
  write(letter: Letter, language: MailLanguage): WrittenMail
}
