import type { MailLanguage } from '../mail-language.ts'
import en from './en.json' with { type: 'json' }
import es from './es.json' with { type: 'json' }
import zhTw from './zh-tw.json' with { type: 'json' }

/** English is also the list of what the other languages have to say. */
export type TextKey = keyof typeof en

/** One language: every key, as an ICU message. */
export type Catalogue = Readonly<Record<TextKey, string>>

export const catalogues: Readonly<Record<MailLanguage, Catalogue>> = { en, es, 'zh-TW': zhTw }
