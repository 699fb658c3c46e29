import type { Rule, Violation } from '../rule.ts'
import type { Repository } from '../repository.ts'

export const fileNames: Rule = {
  name: 'A source file is named in kebab-case',
  instead: 'name it after its one main export, e.g. reserve-seats.ts for reserveSeats',
  *check({ modules }) {
    for (const { path } of modules) {
      const name = path.slice(path.lastIndexOf('/') + 1)
      if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|int\.test|contract|fixture|d))?\.ts$/.test(name)) {
        yield { where: path, what: `${name} is not kebab-case` }
      }
    }
  },
}

export const folderNames: Rule = {
  name: 'No folder is called utils, helpers, common, shared, lib, misc or core',
  instead: 'name the folder after what its files are about',
  *check({ texts }) {
    const seen = new Set<string>()
    for (const path of texts.keys()) {
      const folder = path.split('/').slice(0, -1)
      const index = folder.findIndex((name) => vagueFolders.has(name))
      const where = folder.slice(0, index + 1).join('/')
      if (index < 0 || seen.has(where)) continue
      seen.add(where)
      yield { where, what: `a folder called ${folder[index]}` }
    }
  },
}

export const indexFiles: Rule = {
  name: 'An index.ts stands only at the root of a package',
  instead: 'import the file that has the thing, or move the export to src/index.ts',
  *check({ modules }) {
    for (const { path } of modules) {
      if (
        path.endsWith('/index.ts') &&
        !/^((packages|services|apps)\/[^/]+|bench|test)\/src\/index\.ts$/.test(path)
      ) {
        yield { where: path, what: 'an index.ts inside a package' }
      }
    }
  },
}

export const vocabulary: Rule = {
  name: "Names use the specification's words: no hold, order, cart or lock",
  instead: 'say reservation, booking or seat; see "Names" in STYLE.md',
  *check(repository) {
    for (const { name, path, line } of declaredNames(repository)) {
      const word = wordsOf(name).find((each) => unsaidWords.has(each)) ?? purchase(name)
      if (word && !isAllowed(path, word)) yield found(path, line, name, `says "${word}"`)
    }
  },
}

export const nameForms: Rule = {
  name: 'No name begins with I- or ends in -Impl, -Manager, -Helper, -Base or -Util',
  instead: 'name a port by its noun, an adapter technology first, a use case by its verb',
  *check(repository) {
    for (const { name, path, line } of declaredNames(repository)) {
      if (/^I[A-Z][a-z]/.test(name) || /(Impl|Manager|Helpers?|Base|Utils?)$/.test(name)) {
        yield found(path, line, name, 'says nothing about what it is')
      }
    }
  },
}

const vagueFolders = new Set(['utils', 'helpers', 'common', 'shared', 'lib', 'misc', 'core'])

const unsaidWords = new Set(['hold', 'cart', 'carts', 'lock', 'locks', 'locked'])

const purchases = [
  /^orders$/,
  /[oO]rder(Id|Ids|Item|Items|Total|Number|Status|Service)$/,
  /^(place|create|cancel)Order/,
] as const

/** "order" is also a sequence; only its use for a purchase is banned. */
function purchase(name: string): string | undefined {
  return purchases.some((form) => form.test(name)) ? 'order' : undefined
}

/** Where a word means something else, and what. */
const allowed: readonly { path: RegExp; word: RegExp; why: string }[] = [
  { path: /^packages\/stores\//, word: /^lock/, why: 'a file lock on the data directory' },
  {
    path: /\/adapters\/redis\/|seat-lock/,
    word: /^lock/,
    why: 'the SeatLock port of the original design',
  },
]

function isAllowed(path: string, word: string): boolean {
  return allowed.some((each) => each.path.test(path) && each.word.test(word))
}

interface DeclaredName {
  readonly name: string
  readonly path: string
  readonly line: number
}

function* declaredNames({ modules, texts }: Repository): Iterable<DeclaredName> {
  for (const { path, declared } of modules)
    for (const { name, line } of declared) yield { name, path, line }
  for (const [path, text] of texts) if (path.endsWith('.proto')) yield* protoNames(path, text)
}

function* protoNames(path: string, text: string): Iterable<DeclaredName> {
  for (const [index, line] of text.split('\n').entries()) {
    const code = line.replace(/\/\/.*/, '')
    const name = /^\s*(?:rpc|message|enum)\s+(\w+)|(\w+)\s*=\s*\d+;/.exec(code)
    if (name) yield { name: name[1] ?? name[2] ?? '', path, line: index + 1 }
  }
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
}

function found(path: string, line: number, name: string, what: string): Violation {
  return { where: `${path}:${line}`, what: `${name} ${what}` }
}
