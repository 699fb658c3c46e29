import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { repositoryOf } from './repository.ts'
import { explain } from './rule.ts'
import { rules } from './rules.ts'

/**
 * For each rule, by its name's beginning: the smallest repository that breaks it, and where it must
 * be found.
 */
const broken: Readonly<Record<string, { files: Record<string, string>; where: string }>> = {
  'A source file is named': { files: { 'a/SeatMap.ts': '' }, where: 'a/SeatMap.ts' },
  'No folder is called': { files: { 'packages/a/utils/x.ts': '' }, where: 'packages/a/utils' },
  'An index.ts stands': {
    files: { 'packages/a/src/b/index.ts': '' },
    where: 'packages/a/src/b/index.ts',
  },
  'A file has at most': { files: { 'a.ts': '\n'.repeat(401) }, where: 'a.ts' },
  "A service's main.ts": {
    files: { 'services/a/README.md': '', 'services/a/src/main.ts': '\n'.repeat(61) },
    where: 'services/a/src/main.ts',
  },
  'A function has at most': {
    files: { 'a.ts': `const f = () => {${'\n'.repeat(71)}}` },
    where: 'a.ts:1',
  },
  'A line has at most': { files: { 'a.ts': `// ${'x'.repeat(98)}` }, where: 'a.ts:1' },
  'Names use the': { files: { 'a.ts': 'const holdId = 1' }, where: 'a.ts:1' },
  'No name begins': { files: { 'a.ts': 'class SeatManager {}' }, where: 'a.ts:1' },
  'Exports are named': { files: { 'a.ts': 'export default 1' }, where: 'a.ts:1' },
  'A helper stands below': {
    files: { 'a.ts': 'function low() {}\nexport function high() { low() }' },
    where: 'a.ts:1',
  },
  'Comments are sentences': { files: { 'a.ts': `// ${'-'.repeat(9)}` }, where: 'a.ts:1' },
  'Dependencies point one way': {
    files: {
      'services/a/package.json': '{"name":"@usher/a"}',
      'packages/b/src/b.ts': "import { a } from '@usher/a'",
    },
    where: 'packages/b/src/b.ts:1',
  },
  'Packages do not depend': {
    files: {
      'packages/a/package.json': '{"name":"@usher/a"}',
      'packages/b/package.json': '{"name":"@usher/b"}',
      'packages/a/src/a.ts': "import { b } from '@usher/b'",
      'packages/b/src/b.ts': "import { a } from '@usher/a'",
    },
    where: 'packages/a',
  },
  'A relative import stays': {
    files: { 'services/a/src/a.ts': "import { b } from '../../b/src/b.ts'" },
    where: 'services/a/src/a.ts:1',
  },
  'A package declares': {
    files: { 'packages/a/src/a.ts': "import { LRUCache } from 'lru-cache'" },
    where: 'packages/a/src/a.ts:1',
  },
  'domain/ is pure': {
    files: { 'services/a/src/domain/seat.ts': 'export const seat = async () => 1' },
    where: 'services/a/src/domain/seat.ts:1',
  },
  'Use cases and ports know': {
    files: { 'services/a/src/usecases/go.ts': "import { s } from '../adapters/tables/s.ts'" },
    where: 'services/a/src/usecases/go.ts:1',
  },
  'Vendor libraries are': {
    files: { 'services/a/src/usecases/go.ts': "import { LRUCache } from 'lru-cache'" },
    where: 'services/a/src/usecases/go.ts:1',
  },
  'Time, randomness': {
    files: { 'services/a/src/usecases/go.ts': 'const now = Date.now()' },
    where: 'services/a/src/usecases/go.ts:1',
  },
  'Every port has': {
    files: { 'services/a/src/ports/seat-ledger.ts': '' },
    where: 'services/a/src/ports/seat-ledger.ts',
  },
  'Every service has': { files: { 'services/a/src/a.ts': '' }, where: 'services/a' },
  'The title of a test': {
    files: { 'a.test.ts': "test('works', () => {})" },
    where: 'a.test.ts:1',
  },
  'No test is skipped': {
    files: { 'a.test.ts': "test.skip('a seat is free', () => {})" },
    where: 'a.test.ts:1',
  },
  'No file names a path': { files: { 'a.md': 'see /nowhere/data' }, where: 'a.md:1' },
  'package-lock.json names': {
    files: { 'package-lock.json': '"resolved": "https://example.org/a.tgz"' },
    where: 'package-lock.json:1',
  },
  'Dependencies have exact': {
    files: { 'package.json': '{"dependencies":{"a":"^1.0.0"}}' },
    where: 'package.json',
  },
  'Every dependency has': {
    files: { 'package.json': '{"dependencies":{"left-pad":"1.0.0"}}' },
    where: 'package.json',
  },
  'Every ADR has': { files: { 'docs/adr/one.md': '' }, where: 'docs/adr/one.md' },
}

describe('the rules of the style guide', () => {
  for (const rule of rules) {
    test(`"${rule.name}" is noticed when broken`, () => {
      const sample = Object.entries(broken).find(([start]) => rule.name.startsWith(start))?.[1]
      assert.ok(sample, `rules.test.ts has no sample that breaks: ${rule.name}`)
      const found = [...rule.check(repositoryOf(new Map(Object.entries(sample.files))))]
      assert.deepEqual(
        found.map(({ where }) => where),
        [sample.where],
      )
      assert.match(explain(rule, found), /Rule: .*\n {2}\S+ .*\nInstead: /)
    })
  }

  test('a repository that keeps the rules breaks none', () => {
    const files = {
      'services/a/README.md': '# a',
      'services/a/package.json': '{"name":"@usher/a","dependencies":{"@usher/kernel":"0.1.0"}}',
      'packages/kernel/package.json': '{"name":"@usher/kernel"}',
      'services/a/src/domain/seat.ts':
        "import type { Clock } from '@usher/kernel'\nexport const at = (c: Clock) => c.nowMs()\n",
      'services/a/src/domain/seat.test.ts': "test('a new seat is free', () => {})\n",
    }
    const repository = repositoryOf(new Map(Object.entries(files)))
    for (const rule of rules) assert.deepEqual([...rule.check(repository)], [], rule.name)
  })
})
