import { posix } from 'node:path'
import type { Module } from '../module.ts'
import type { Repository } from '../repository.ts'
import type { Rule } from '../rule.ts'
import { isTest, packageOf } from './imports.ts'

export const pureDomain: Rule = {
  name: 'domain/ is pure: no async, no Date, and no imports but domain and the kernel',
  instead: 'pass in what it needs as data; do the rest in a use case, an adapter or rpc.ts',
  *check({ modules }) {
    for (const module of modules) {
      if (roomOf(module.path) !== 'domain' || isTest(module.path)) continue
      for (const line of new Set(module.asynchronous)) {
        yield { where: `${module.path}:${line}`, what: 'is asynchronous' }
      }
      for (const { name, line } of module.uses) {
        if (/^(new )?Date\b|^process\b|^crypto\b/.test(name)) {
          yield { where: `${module.path}:${line}`, what: `uses ${name}` }
        }
      }
      for (const { specifier, line } of module.imports) {
        if (!isPureImport(module.path, specifier)) {
          yield { where: `${module.path}:${line}`, what: `imports ${specifier}` }
        }
      }
    }
  },
}

export const roomsKnow: Rule = {
  name: 'Use cases and ports know domain and ports alone, never an adapter, a message or Node',
  instead: 'take what is needed as a port; translate messages in rpc.ts; choose adapters in a root',
  *check({ modules }) {
    for (const { path, imports } of modules) {
      const room = roomOf(path)
      if (room === undefined || isTest(path)) continue
      for (const { specifier, line } of imports) {
        const target = roomOf(posix.join(posix.dirname(path), specifier))
        const other = specifier.startsWith('.') ? target : undefined
        const proto = /^@(bufbuild|usher\/(rpc|bus|stores|http)$)/.test(specifier)
        const forbidden =
          (other === 'adapters' && (innerRooms.has(room) || room === 'rpc.ts')) ||
          (innerRooms.has(room) && (proto || other === 'rpc.ts' || specifier.startsWith('node:')))
        if (forbidden) yield { where: `${path}:${line}`, what: `imports ${specifier}` }
      }
    }
  },
}

export const vendorsInAdapters: Rule = {
  name: 'Vendor libraries are imported only in adapters and packages',
  instead: 'put a port before it and the import into adapters/<technology>/',
  *check({ modules }) {
    for (const { path, imports } of modules) {
      const room = roomOf(path)
      if (room === undefined || room === 'adapters' || isTest(path)) continue
      for (const { specifier, line } of imports) {
        const name = packageOf(specifier)
        if (name === '' || name.startsWith('@usher/') || isKnownOutside(path, name)) continue
        yield { where: `${path}:${line}`, what: `imports ${specifier}` }
      }
    }
  },
}

export const portContracts: Rule = {
  name: 'Every port has a contract suite that an adapter runs',
  instead: 'write ports/<port>.contract.ts and call it from adapters/<technology>/<port>.test.ts',
  *check(repository) {
    const { modules, texts } = repository
    for (const { path } of modules) {
      const port = /^(services\/[^/]+\/src\/ports\/[^/]+)\.ts$/.exec(path)?.[1]
      if (port === undefined || isTest(path)) continue
      const suite = `${port}.contract.ts`
      if (!texts.has(suite)) yield { where: path, what: `has no ${posix.basename(suite)}` }
      else if (!isRun(repository, suite)) yield { where: suite, what: 'is run by no adapter test' }
    }
  },
}

export const serviceReadme: Rule = {
  name: 'Every service has a README.md',
  instead: 'write one screen: purpose, invariants, tables and topics owned, targets, how it fails',
  *check({ modules, texts }) {
    const services = new Set(
      modules.flatMap(({ path }) => /^services\/[^/]+/.exec(path)?.[0] ?? []),
    )
    for (const service of services) {
      if (!texts.has(`${service}/README.md`)) yield { where: service, what: 'has no README.md' }
    }
  },
}

const innerRooms = new Set(['domain', 'usecases', 'ports'])

/**
 * `domain`, `usecases`, `adapters`, or the file itself at the top of a service; undefined outside
 * services.
 */
function roomOf(path: string): string | undefined {
  return /^services\/[^/]+\/src\/([^/]+)/.exec(path)?.[1]
}

function isPureImport(path: string, specifier: string): boolean {
  if (specifier === '@usher/kernel') return true
  if (pureVendors.has(packageOf(specifier))) return true
  return (
    specifier.startsWith('.') && roomOf(posix.join(posix.dirname(path), specifier)) === 'domain'
  )
}

/** Parsers that turn text into data and touch nothing else. */
const pureVendors = new Set([
  'chardet',
  'csv-parse',
  'htmlparser2',
  'ical.js',
  'svgpath',
  'windows-iana',
])

/**
 * The protobuf runtime belongs to rpc.ts and consumers; the gateway is the adapter of HTTP as a
 * whole.
 */
function isKnownOutside(path: string, name: string): boolean {
  if (pureVendors.has(name)) return true
  if (name === '@bufbuild/protobuf') return !innerRooms.has(roomOf(path) ?? '')
  return path.startsWith('services/api-gateway/')
}

function isRun({ modules }: Repository, suite: string): boolean {
  return modules.some((module) => module.path.endsWith('.test.ts') && imports(module, suite))
}

function imports(module: Module, target: string): boolean {
  return module.imports.some(
    ({ specifier }) => posix.join(posix.dirname(module.path), specifier) === target,
  )
}
