/** A template as `npm run gen` leaves it: text, places for values, what is repeated for a list. */
export type TemplatePart =
  | string
  | { readonly value: string }
  | { readonly each: string; readonly parts: readonly TemplatePart[] }

/** What placeholders are filled with: text, or a list of further scopes. */
export interface TemplateScope {
  readonly [name: string]: string | readonly TemplateScope[]
}

/**
 * The HTML of a template. Every value is escaped, so that it stays text wherever a template has it:
 * between tags or within a quoted attribute.
 */
export function fillTemplate(parts: readonly TemplatePart[], scope: TemplateScope): string {
  let html = ''
  for (const part of parts) html += fillPart(part, scope)
  return html
}

function fillPart(part: TemplatePart, scope: TemplateScope): string {
  if (typeof part === 'string') return part
  if ('value' in part) return escapeHtml(textOf(scope, part.value))
  return listOf(scope, part.each)
    .map((inner) => fillTemplate(part.parts, inner))
    .join('')
}

function textOf(scope: TemplateScope, name: string): string {
  const value = scope[name]
  if (typeof value !== 'string') throw new TypeError(`the template wants a text called ${name}`)
  return value
}

function listOf(scope: TemplateScope, name: string): readonly TemplateScope[] {
  const value = scope[name]
  if (!Array.isArray(value)) throw new TypeError(`the template wants a list called ${name}`)
  return value as readonly TemplateScope[]
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => entities[char] ?? char)
}
