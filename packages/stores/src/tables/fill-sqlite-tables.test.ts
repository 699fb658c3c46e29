import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { copySqliteTables } from './copy-sqlite-tables.ts'
import { fillSqliteTables } from './fill-sqlite-tables.ts'
import { settleSqliteTables } from './settle-sqlite-tables.ts'
import { archiveFiles, type ArchivedFile, takeArchivedFiles } from './sqlite-archive.ts'
import { openSqliteTables } from './sqlite-tables.ts'
import { storedTables } from './stored-tables.ts'
import { defineTable, put } from './table.ts'

const words = defineTable<{ word: string; facts: { tags: string[] } | null; known: boolean }>({
  name: 'words',
  columns: { word: 'text', facts: 'json', known: 'boolean' },
  key: ['word'],
  indexes: { by_known: ['known'] },
})
const counters = defineTable<{ id: number }>({
  name: 'counters',
  columns: { id: 'integer' },
  key: ['id'],
})

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'usher-fill-'))
})
afterEach(() => rm(directory, { recursive: true }))

test('what was filled in is what an open store finds, and it goes on from there', async () => {
  const filler = fillSqliteTables(directory)
  const row = { word: 'Sitz', facts: { tags: ['Ü'] }, known: true }
  assert.equal(filler.insert(words, row), true)
  assert.equal(filler.insert(counters, { id: 1 }), true)
  assert.equal(filler.insert(words, { word: 'Reihe', facts: null, known: false }), true)
  assert.equal(filler.insert(words, { ...row, known: false }), false, 'the key is there already')
  filler.finish()
  const tables = await openSqliteTables({ directory })
  assert.deepEqual(tables.get(words, 'Sitz'), row)
  await tables.commit([put(counters, { id: 2 })])
  assert.equal((await tables.list(words, 'by_known', { limit: 9 })).length, 2)
  await tables.close()
  assert.deepEqual(Object.fromEntries(storedTables(directory)), { counters: 2, words: 2 })
})

test('a copy of an open store, settled, is one file with everything in it', async () => {
  const tables = await openSqliteTables({ directory })
  await Promise.all(Array.from({ length: 500 }, (_, id) => tables.commit([put(counters, { id })])))
  const copy = join(directory, 'copy')
  copySqliteTables(directory, copy)
  await settleSqliteTables(copy)
  assert.deepEqual(await readdir(copy), ['usher.db'])
  assert.equal(storedTables(copy).get('counters'), 500)
  await assert.rejects(settleSqliteTables(directory), { code: 'data_dir_in_use' })
  await tables.close()
})

test('files travel in the database and are taken out without a trace', () => {
  fillSqliteTables(directory).finish()
  const files: ArchivedFile[] = [
    { name: 'mail/1.eml', modifiedMs: 5000, content: new Uint8Array([0, 255, 10]) },
    { name: 'manifest.json', modifiedMs: 7000, content: Buffer.from('{}') },
  ]
  archiveFiles(directory, files)
  const taken: ArchivedFile[] = []
  takeArchivedFiles(directory, (file) => taken.push(file))
  assert.deepEqual(
    taken.map((file) => ({ ...file, content: [...file.content] })),
    files.map((file) => ({ ...file, content: [...file.content] })),
  )
  assert.throws(() => takeArchivedFiles(directory, () => undefined), /no such table/)
})
