/** The languages that mails are written in. */
export const mailLanguages = ['en', 'es', 'zh-TW'] as const
export type MailLanguage = (typeof mailLanguages)[number]

/**
 * The language of a mail: the first tag (BCP 47) that says anything decides. Regions fall back to
 * their language, traditional Chinese to Taiwan's, what we do not write to English.
 */
export function mailLanguage(...wanted: readonly string[]): MailLanguage {
  const tag = wanted.find((each) => each.trim() !== '') ?? ''
  const [language = '', ...subtags] = tag.trim().toLowerCase().split(/[-_]/)
  if (language === 'es') return 'es'
  if (language === 'zh' && !subtags.some((each) => simplified.has(each))) return 'zh-TW'
  return 'en'
}

/** Who writes simplified characters would rather read English than a guess at the other script. */
const simplified = new Set(['hans', 'cn', 'sg', 'my'])
