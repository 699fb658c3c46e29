import assert from 'node:assert/strict'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkSqliteTables } from './check-sqlite-tables.ts'
import { openSqliteTables } from './sqlite-tables.ts'
import { defineTable, put } from './table.ts'

const words = defineTable<{ word: string; meaning: string }>({
  name: 'words',
  columns: { word: 'text', meaning: 'text' },
  key: ['word'],
})

test('a sound store and an empty directory are well, a damaged page is found', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'usher-check-'))
  try {
    assert.deepEqual(checkSqliteTables(directory), [])
    const tables = await openSqliteTables({ directory })
    const rows = Array.from({ length: 500 }, (_, i) => ({
      word: `w${i}`,
      meaning: 'x'.repeat(100),
    }))
    await tables.commit(rows.map((row) => put(words, row)))
    await tables.close()
    assert.deepEqual(checkSqliteTables(directory), [])
    await damage(join(directory, 'usher.db'))
    assert.notDeepEqual(checkSqliteTables(directory), [])
  } finally {
    await rm(directory, { recursive: true })
  }
})

/** Overwrites the end of the file, where the pages of the newest rows are. */
async function damage(path: string): Promise<void> {
  const file = await open(path, 'r+')
  const { size } = await file.stat()
  await file.write(Buffer.alloc(8192, 0xa5), 0, 8192, size - 8192)
  await file.close()
}
