import type { Labelled, Listing, MailContent } from '../../domain/mail-content.ts'

/** The same mail for those who read without HTML. Lines are left long: readers wrap them. */
export function plainText(content: MailContent): string {
  const { title, event, greeting, paragraphs, facts, listings, actions, notes, footer } = content
  const blocks = [
    `${title}\n${event}`,
    greeting,
    ...paragraphs,
    rows(facts),
    ...listings.map(listing),
    ...actions.map(({ label, url }) => `${label}: ${url}`),
    ...notes,
    `-- \n${footer}`,
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function listing({ title, lines, totals }: Listing): string {
  return [title, ...lines.map((line) => `- ${row(line)}`), ...totals.map(row)].join('\n')
}

function rows(facts: readonly Labelled[]): string {
  return facts.map(row).join('\n')
}

function row({ label, value }: Labelled): string {
  return `${label}: ${value}`
}
