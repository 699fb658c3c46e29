import type { Rule } from '../rule.ts'

const FILE_LINES_MAX = 400
const FUNCTION_LINES_MAX = 70
const MAIN_LINES_MAX = 60
const COLUMNS_MAX = 100

export const fileLength: Rule = {
  name: `A file has at most ${FILE_LINES_MAX} lines`,
  instead: 'split it by what its parts are about, each part named after its one main export',
  *check({ modules, texts }) {
    for (const { path } of modules) {
      const lines = lineCount(texts.get(path))
      if (lines > FILE_LINES_MAX) yield { where: path, what: `${lines} lines` }
    }
  },
}

export const mainLength: Rule = {
  name: `A service's main.ts has at most ${MAIN_LINES_MAX} lines`,
  instead: 'keep configuration, adapters and serving; move what decides into the service',
  *check({ modules, texts }) {
    for (const { path } of modules) {
      const lines = lineCount(texts.get(path))
      if (/^services\/[^/]+\/src\/main\.ts$/.test(path) && lines > MAIN_LINES_MAX) {
        yield { where: path, what: `${lines} lines` }
      }
    }
  },
}

export const functionLength: Rule = {
  name: `A function has at most ${FUNCTION_LINES_MAX} lines`,
  instead: 'name its steps and make each a function below it',
  *check({ modules }) {
    for (const { path, functions } of modules) {
      for (const { name, line, lines, argumentOf } of functions) {
        if (lines <= FUNCTION_LINES_MAX || listsTests(path, argumentOf)) continue
        yield { where: `${path}:${line}`, what: `${name} has ${lines} lines` }
      }
    }
  },
}

export const columns: Rule = {
  name: `A line has at most ${COLUMNS_MAX} columns`,
  instead: "break the sentence or the text; a web address or a test's title may be longer",
  *check({ modules, texts }) {
    for (const { path } of modules) {
      const lines = texts.get(path)?.split('\n') ?? []
      for (const [index, line] of lines.entries()) {
        if (line.length <= COLUMNS_MAX || mayBeLonger.test(line)) continue
        yield { where: `${path}:${index + 1}`, what: `${line.length} columns` }
      }
    }
  },
}

/** What cannot be broken without breaking its meaning. */
const mayBeLonger = /https?:\/\/|^\s*(test|it|describe)\(['"`]/

/**
 * A contract suite and a `describe` are lists of tests: their length is the number of things
 * promised.
 */
function listsTests(path: string, argumentOf: string): boolean {
  return path.endsWith('.contract.ts') || argumentOf === 'describe'
}

function lineCount(text = ''): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
