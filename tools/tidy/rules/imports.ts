import { posix } from 'node:path'
import type { Rule } from '../rule.ts'

export const direction: Rule = {
  name: 'Dependencies point one way: kernel <- packages <- services <- apps',
  instead:
    'know another service by @usher/contracts and take its client as a port; ' +
    'move what both need into a package',
  *check({ modules, texts }) {
    const homes = packageHomes(texts)
    for (const module of modules) {
      for (const { specifier, line } of module.imports) {
        const home = homes.get(packageOf(specifier))
        if (home === undefined || mayImport(module.path, home)) continue
        yield {
          where: `${module.path}:${line}`,
          what: `imports ${specifier}, which lies in ${home}`,
        }
      }
    }
  },
}

export const circles: Rule = {
  name: 'Packages do not depend on each other in a circle',
  instead: 'move what both need into the one below, or into a package of its own',
  *check({ modules, texts }) {
    const homes = packageHomes(texts)
    const graph = new Map<string, Set<string>>()
    for (const { path, imports } of modules) {
      const from = packageFolder(path)
      if (isTest(path)) continue
      for (const { specifier } of imports) {
        const to = homes.get(packageOf(specifier))
        if (to !== undefined && to !== from) graph.set(from, (graph.get(from) ?? new Set()).add(to))
      }
    }
    const told = new Set<string>()
    for (const start of graph.keys()) {
      const way = told.has(start) ? undefined : wayBack(graph, start)
      if (!way) continue
      yield { where: start, what: way.join(' -> ') }
      for (const folder of way) told.add(folder)
    }
  },
}

export const ownPackage: Rule = {
  name: 'A relative import stays in its package',
  instead: 'import the other package by its name, @usher/…',
  *check({ modules }) {
    for (const { path, imports } of modules) {
      for (const { specifier, line } of imports) {
        if (!specifier.startsWith('.')) continue
        const target = posix.join(posix.dirname(path), specifier)
        if (packageFolder(target) !== packageFolder(path)) {
          yield { where: `${path}:${line}`, what: `imports ${specifier}` }
        }
      }
    }
  },
}

export const declaredDependencies: Rule = {
  name: 'A package declares what it imports',
  instead: 'add the exact version to its package.json and a line to the ADR on dependencies',
  *check({ modules, texts }) {
    for (const { path, imports } of modules) {
      const manifests = [
        `${packageFolder(path)}/package.json`,
        ...(isTest(path) ? ['package.json'] : []),
      ]
      const declared = new Set(manifests.flatMap((manifest) => dependenciesOf(texts.get(manifest))))
      for (const { specifier, line } of imports) {
        const name = packageOf(specifier)
        if (name === '' || declared.has(name) || (isTest(path) && name.startsWith('@usher/')))
          continue
        if (packageFolder(path) === 'tools') continue
        yield {
          where: `${path}:${line}`,
          what: `imports ${name}, which ${manifests[0]} does not name`,
        }
      }
    }
  },
}

export const noDefaultExports: Rule = {
  name: 'Exports are named',
  instead: 'export the thing by its name, so that it is called the same everywhere',
  *check({ modules }) {
    for (const { path, defaultExports } of modules) {
      for (const line of defaultExports)
        yield { where: `${path}:${line}`, what: 'a default export' }
    }
  },
}

/**
 * Tests, the suites that ports bring along, and the worlds that several tests open: none of them
 * ships.
 */
export function isTest(path: string): boolean {
  return /\.(test|contract|fixture)\.ts$/.test(path)
}

/** The npm package that a bare import names; empty for relative imports and Node's own modules. */
export function packageOf(specifier: string): string {
  if (/^(\.|\/|#|node:)/.test(specifier)) return ''
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** `services/auth` for everything inside it; the first folder for bench, test and tools. */
function packageFolder(path: string): string {
  const [first = '', second = ''] = path.split('/')
  return /^(packages|services|apps)$/.test(first) ? `${first}/${second}` : first
}

function packageHomes(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const homes = new Map<string, string>()
  for (const [path, text] of texts) {
    if (path.endsWith('/package.json')) homes.set(JSON.parse(text).name, packageFolder(path))
  }
  return homes
}

const layers: readonly RegExp[] = [
  /^packages\/kernel$/,
  /^packages\//,
  /^services\//,
  /^(apps\/|bench$)/,
  /^test$/,
]

function mayImport(path: string, home: string): boolean {
  const own = packageFolder(path)
  if (own === home || own === 'tools') return true
  // The builders and clocks for tests are for tests.
  if (home === 'packages/testing') return isTest(path) || /^(test|bench)$/.test(own)
  const from = layerOf(own)
  const to = layerOf(home)
  // The command starts the benchmark, and the benchmark starts the program.
  return to < from || (to === from && (own.startsWith('packages/') || from === layerOf('bench')))
}

function layerOf(folder: string): number {
  return layers.findIndex((layer) => layer.test(folder))
}

function wayBack(graph: ReadonlyMap<string, Set<string>>, start: string): string[] | undefined {
  const seen = new Set<string>()
  const visit = (at: string, way: string[]): string[] | undefined => {
    for (const next of graph.get(at) ?? []) {
      if (next === start) return [...way, next]
      if (seen.has(next)) continue
      seen.add(next)
      const found = visit(next, [...way, next])
      if (found) return found
    }
    return undefined
  }
  return visit(start, [start])
}

function dependenciesOf(manifest = '{}'): string[] {
  const { name, dependencies, devDependencies, optionalDependencies } = JSON.parse(manifest)
  return [name, ...Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })]
}
