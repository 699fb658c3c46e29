import type { TextKey } from './texts/catalogues.ts'

/** What a message's placeholders are filled with. */
export type PhraseValues = Readonly<Record<string, string | number>>

/** One language, in the time zone of one event: what a mail is said with. */
export interface Phrases {
  say(key: TextKey, values?: PhraseValues): string
  /** An amount in minor units, as the language writes it. */
  money(amountMinor: number, currency: string): string
  /** Day and time, with the time zone. */
  moment(ms: number): string
  /** The time alone, with the time zone. */
  time(ms: number): string
}
