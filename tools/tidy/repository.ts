import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Module, readModule } from './module.ts'
import { parseSources } from './syntax.ts'

/** The repository as the rules see it: paths relative to its root, with forward slashes. */
export interface Repository {
  /** Where it lies on this machine; nothing in it may say so. */
  readonly root: string
  /** Text of every file that is ours: tracked or about to be, not generated. */
  readonly texts: ReadonlyMap<string, string>
  /** Every TypeScript file among them. */
  readonly modules: readonly Module[]
}

/**
 * Reads the repository at `root`. Asks git what belongs to it, so that build leftovers and data
 * never matter.
 */
export function openRepository(root: string): Repository {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: LISTING_BYTES_MAX,
    },
  )
  const texts = new Map<string, string>()
  for (const path of listed.split('\0')) {
    if (path === '' || texts.has(path) || notOurs.test(path)) continue
    const file = join(root, path)
    // A file that was deleted and not yet committed is still listed.
    if (existsSync(file)) texts.set(path, readFileSync(file, 'utf8'))
  }
  return repositoryOf(texts, root)
}

/** A repository made of texts, for the tests of the rules. */
export function repositoryOf(texts: ReadonlyMap<string, string>, root = '/nowhere'): Repository {
  const sources = new Map([...texts].filter(([path]) => path.endsWith('.ts')))
  const parsed = parseSources(sources)
  const modules = [...parsed].map(([path, source]) => readModule(path, source))
  return { root, texts, modules }
}

const LISTING_BYTES_MAX = 16 * 1024 * 1024

/** Generated code, and pictures and archives, which have no lines. */
const notOurs = /(^|\/)(gen|fixtures)\/|\.(png|jpg|gif|ico|woff2?|zip|gz|pdf)$/
