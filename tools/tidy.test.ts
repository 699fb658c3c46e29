import { dirname } from 'node:path'
import { describe, test } from 'node:test'
import { openRepository } from './tidy/repository.ts'
import { explain } from './tidy/rule.ts'
import { rules } from './tidy/rules.ts'

describe('the style guide', () => {
  const repository = openRepository(dirname(import.meta.dirname))
  for (const rule of rules) {
    test(rule.name, () => {
      const violations = [...rule.check(repository)]
      if (violations.length > 0) fail(explain(rule, violations))
    })
  }
})

/** Where this file threw is of no interest: the text says where the rule is broken. */
function fail(text: string): never {
  const error = new Error(text)
  error.stack = text
  throw error
}
