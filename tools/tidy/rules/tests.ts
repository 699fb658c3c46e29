import type { Rule } from '../rule.ts'

const TITLE_WORDS_MIN = 3

export const titles: Rule = {
  name: 'The title of a test is the behaviour in a sentence',
  instead: 'say what holds, e.g. "an expired reservation is takeable before the sweep"',
  *check({ modules }) {
    for (const { path, titledCalls } of modules) {
      for (const { name, title, line } of titledCalls) {
        if (!/^(test|it)$/.test(name) || !isTestFile(path)) continue
        // A title put together from parts is judged where the parts stand.
        if (title.includes('${')) continue
        if (title.trim().split(/\s+/).length < TITLE_WORDS_MIN || /^(should|test)\b/i.test(title)) {
          yield { where: `${path}:${line}`, what: `"${title}"` }
        }
      }
    }
  },
}

export const everyTestRuns: Rule = {
  name: 'No test is skipped, exclusive or to do',
  instead: 'make it pass, or delete it and say why in the commit',
  *check({ modules, texts }) {
    for (const { path, uses } of modules) {
      if (!isTestFile(path)) continue
      for (const { name, line } of uses) {
        if (/^(test|it|describe|t)\.(skip|only|todo)$/.test(name)) {
          yield { where: `${path}:${line}`, what: name }
        }
      }
      for (const [index, text] of (texts.get(path) ?? '').split('\n').entries()) {
        const option = /[{,]\s*((skip|only|todo):\s*(true|'))/.exec(text)
        if (option) yield { where: `${path}:${index + 1}`, what: option[1] ?? '' }
      }
    }
  },
}

function isTestFile(path: string): boolean {
  return /\.(test|contract)\.ts$/.test(path)
}
