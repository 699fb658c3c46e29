import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { exportedTables, leftOutTables, seatMapTexts } from './catalogue.ts'
import { columnDocumentation } from './column-documentation.ts'

const root = join(import.meta.dirname, '../../../..')
const documentation = join(root, 'docs/export.md')

/** Every name that is given to `defineTable` in code that ships. */
function definedTables(): readonly string[] {
  const paths = globSync('{services,packages,apps}/*/src/**/*.ts', {
    cwd: root,
    exclude: (path) => path.includes('node_modules'),
  })
  return paths
    .filter((path) => !/\.(test|contract|fixture)\.ts$|\/fixtures\//.test(path))
    .flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      const names = [...text.matchAll(/= defineTable<.*?>\(\{\s*name: '(\w+)'/gs)]
      const calls = [...text.matchAll(/= defineTable</g)]
      assert.equal(names.length, calls.length, `${path} names a table in a form not seen before`)
      return names.map((match) => match[1] ?? '')
    })
}

test('every table is exported, or left out for a reason that is given', () => {
  const catalogued = [...exportedTables, ...leftOutTables, { table: seatMapTexts }]
  const names = catalogued.map(({ table }) => table.name)
  assert.deepEqual([...names].sort(), [...definedTables()].sort())
  assert.equal(new Set(names).size, names.length, 'no table twice')
})

test('secret columns are columns, and never part of a key', () => {
  for (const { table, secret } of exportedTables) {
    const columns = typeof secret === 'object' ? secret : []
    for (const column of columns) {
      assert.ok((table.columns as readonly string[]).includes(column), column)
      assert.ok(!(table.key as readonly string[]).includes(column), column)
    }
  }
})

test('docs/export.md describes every column as it is', () => {
  const [, described] = readFileSync(documentation, 'utf8').split('<!-- columns -->\n')
  assert.equal(
    described,
    columnDocumentation(),
    'node apps/usher/src/transfer/column-documentation.ts writes it anew',
  )
})
