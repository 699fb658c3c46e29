import type { Rule } from '../rule.ts'
import { isTest } from './imports.ts'

export const helpersBelow: Rule = {
  name: 'A helper stands below the function that calls it',
  instead: 'move it down: the exported function first, helpers below in call order',
  *check({ modules }) {
    for (const { path, earlyFunctions } of modules) {
      if (isTest(path)) continue
      for (const { name, line } of earlyFunctions) {
        yield { where: `${path}:${line}`, what: `${name} stands above its first use` }
      }
    }
  },
}

export const plainComments: Rule = {
  name: 'Comments are sentences: no banners, nothing left to do',
  instead: 'say why in a sentence, do it now, or open an issue',
  *check({ modules, texts }) {
    for (const { path } of modules) {
      for (const [index, line] of (texts.get(path) ?? '').split('\n').entries()) {
        const found =
          /(\/\/|\*)\s*[-=*#_]{4,}/.exec(line) ?? /\b(TO[D]O|FIX[M]E|X[X]X)\b/.exec(line)
        if (found) yield { where: `${path}:${index + 1}`, what: found[0] }
      }
    }
  },
}
