import { mailContent } from '../../domain/mail-content.ts'
import { mailTemplates } from '../../gen/mail-templates.ts'
import type { MailWriter } from '../../ports/mail-writer.ts'
import { fillTemplate, type TemplateScope } from './fill-template.ts'
import { intlPhrases } from './intl-phrases.ts'
import { plainText } from './plain-text.ts'

/** Words by ICU messages and Intl, the HTML by the templates that were compiled from MJML. */
export const intlMailWriter: MailWriter = {
  write(letter, language) {
    const content = mailContent(letter, intlPhrases(language, letter.event.timeZone))
    const { subject, paragraphs, notes, facts, listings, actions, ...texts } = content
    const scope: TemplateScope = {
      ...texts,
      language,
      paragraphs: asScopes(paragraphs),
      notes: asScopes(notes),
      facts: facts.map((fact) => ({ ...fact })),
      listings: listings.map(({ title, lines, totals }) => ({
        title,
        lines: lines.map((line) => ({ ...line })),
        totals: totals.map((total) => ({ ...total })),
      })),
      actions: actions.map((action) => ({ ...action })),
    }
    const html = fillTemplate(mailTemplates[letter.occasion], scope)
    return { subject, text: plainText(content), html }
  },
}

function asScopes(texts: readonly string[]): readonly TemplateScope[] {
  return texts.map((text) => ({ text }))
}
