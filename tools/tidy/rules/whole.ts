import type { Rule } from '../rule.ts'

export const noMachinePaths: Rule = {
  name: 'No file names a path of one machine',
  instead: 'make the path relative to the file, or take it from configuration',
  *check({ root, texts }) {
    for (const [path, text] of texts) {
      for (const [index, line] of text.split('\n').entries()) {
        if (line.includes(`${root}/`) || homePath.test(line)) {
          yield { where: `${path}:${index + 1}`, what: line.trim().slice(0, 80) }
        }
      }
    }
  },
}

export const lockfileWithoutHosts: Rule = {
  name: 'package-lock.json names no registry',
  instead: 'keep omit-lockfile-registry-resolved=true in .npmrc and write the file again',
  *check({ texts }) {
    for (const [index, line] of (texts.get('package-lock.json') ?? '').split('\n').entries()) {
      if (/"resolved": "https?:/.test(line)) {
        yield { where: `package-lock.json:${index + 1}`, what: line.trim() }
      }
    }
  },
}

export const exactVersions: Rule = {
  name: 'Dependencies have exact versions',
  instead: 'write the version that package-lock.json has, without ^ or ~',
  *check({ texts }) {
    for (const [path, text] of texts) {
      for (const [name, version] of dependenciesOf(path, text)) {
        if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
          yield { where: path, what: `${name} ${version}` }
        }
      }
    }
  },
}

export const explainedDependencies: Rule = {
  name: 'Every dependency has a line in the ADR on dependencies',
  instead: 'say in docs/adr/0013-dependencies.md what it is for, or do without it',
  *check({ texts }) {
    const explained = texts.get('docs/adr/0013-dependencies.md') ?? ''
    for (const [path, text] of texts) {
      for (const name of dependenciesOf(path, text).keys()) {
        if (!name.startsWith('@usher/') && !explained.includes(`\`${name}\``)) {
          yield { where: path, what: `${name} is not explained` }
        }
      }
    }
  },
}

export const adrNumbers: Rule = {
  name: 'Every ADR has a number of its own and a line in docs/adr/README.md',
  instead: 'name it docs/adr/NNNN-title-in-kebab-case.md with the next number, and list it',
  *check({ texts }) {
    const listed = texts.get('docs/adr/README.md') ?? ''
    const numbers = new Map<string, string>()
    for (const path of texts.keys()) {
      const name = /^docs\/adr\/([^/]+)$/.exec(path)?.[1]
      if (name === undefined || name === 'README.md') continue
      const number = /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md$/.exec(name)?.[1]
      const taken = number && numbers.get(number)
      if (!number) yield { where: path, what: 'is not numbered' }
      else if (taken) yield { where: path, what: `has the number of ${taken}` }
      else if (!listed.includes(`(${name})`)) yield { where: path, what: 'is not listed' }
      if (number) numbers.set(number, name)
    }
  },
}

/**
 * Home directories of people and of root, as an editor or a stack trace would leave them behind.
 */
const homePath = /(^|[\s"'`(=])\/(home|Users|root)\/[\w.-]+/

function dependenciesOf(path: string, text: string): ReadonlyMap<string, string> {
  if (!/(^|\/)package\.json$/.test(path)) return new Map()
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(text)
  const all = { ...dependencies, ...devDependencies, ...optionalDependencies }
  return new Map(Object.entries<string>(all))
}
