import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IntlMessageFormat } from 'intl-messageformat'
import { mailLanguages } from '../../domain/mail-language.ts'
import { catalogues, type TextKey } from '../../domain/texts/catalogues.ts'

const keys = Object.keys(catalogues.en) as TextKey[]

test('all languages say the same things', () => {
  for (const language of mailLanguages) {
    assert.deepEqual(Object.keys(catalogues[language]).sort(), [...keys].sort(), language)
  }
})

test('a message has the same placeholders in every language', () => {
  for (const key of keys) {
    const expected = placeholders(catalogues.en[key])
    for (const language of mailLanguages) {
      assert.deepEqual(placeholders(catalogues[language][key]), expected, `${language} ${key}`)
    }
  }
})

/** Every argument of a message, those within plurals and selections among them. */
function placeholders(message: string): readonly string[] {
  const names = new Set<string>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { type, value } = node as { type?: number; value?: unknown }
    if (type !== undefined && type !== LITERAL && typeof value === 'string') names.add(value)
    Object.values(node).forEach(visit)
  }
  visit(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())
  return [...names].sort()
}

/** The parser's number for plain text. */
const LITERAL = 0
