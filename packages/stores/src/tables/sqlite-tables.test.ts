import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { copySqliteTables } from './copy-sqlite-tables.ts'
import { openSqliteTables } from './sqlite-tables.ts'
import { defineTable, put } from './table.ts'
import { tablesContract } from './tables.contract.ts'

const temporaryDirectory = () => mkdtemp(join(tmpdir(), 'usher-tables-'))

tablesContract('sqlite', async () => {
  const directory = await temporaryDirectory()
  return {
    open: () => openSqliteTables({ directory }),
    end: () => rm(directory, { recursive: true }),
  }
})

const counters = defineTable<{ id: number; value: number }>({
  name: 'counters',
  columns: { id: 'integer', value: 'integer' },
  key: ['id'],
})

test('a second store is kept out of a directory that is in use', async () => {
  const directory = await temporaryDirectory()
  const tables = await openSqliteTables({ directory })
  await assert.rejects(openSqliteTables({ directory }), { code: 'data_dir_in_use' })
  await tables.close()
  const again = await openSqliteTables({ directory })
  await again.close()
  await rm(directory, { recursive: true })
})

test('a table that gained a column keeps its rows, one that lost a column is refused', async () => {
  const directory = await temporaryDirectory()
  const first = await openSqliteTables({ directory })
  await first.commit([put(counters, { id: 1, value: 5 })])
  await first.close()
  const wider = defineTable<{ id: number; value: number; note: string | null }>({
    name: 'counters',
    columns: { id: 'integer', value: 'integer', note: 'text' },
    key: ['id'],
    indexes: { by_note: ['note'] },
  })
  const second = await openSqliteTables({ directory })
  assert.deepEqual(second.get(wider, 1), { id: 1, value: 5, note: null })
  await second.commit([put(wider, { id: 2, value: 6, note: 'new' })])
  assert.equal((await second.list(wider, 'by_note', { prefix: ['new'], limit: 1 })).length, 1)
  await second.close()
  const third = await openSqliteTables({ directory })
  const narrow = defineTable<{ id: number }>({
    name: 'counters',
    columns: { id: 'integer' },
    key: ['id'],
  })
  assert.throws(() => third.get(narrow, 1), /another key or columns/)
  await third.close()
  await rm(directory, { recursive: true })
})

test('kill -9 at any moment loses no acknowledged commit and keeps a prefix', async () => {
  const directory = await temporaryDirectory()
  let acknowledged = 0
  for (let cycle = 0; cycle < 5; cycle++) {
    acknowledged = Math.max(acknowledged, await writeUntilKilled(directory))
    const tables = await openSqliteTables({ directory })
    const rows = await tables.list(counters, 'key', { limit: 10_000 })
    const newest = tables.get(counters, 0)?.value ?? 0
    assert.ok(newest >= acknowledged, `acknowledged ${acknowledged}, found ${newest}`)
    assert.ok(rows.every((row) => row.id === 0 || row.value <= newest))
    const distinct = Math.min(newest, 99)
    assert.equal(rows.length, distinct + 1)
    acknowledged = newest
    await tables.close()
  }
  await rm(directory, { recursive: true })
})

/**
 * Runs a writer of counter 0 and, in the same commit, of one of 99 others, and kills it. Answers
 * the last value it acknowledged.
 */
async function writeUntilKilled(directory: string): Promise<number> {
  const script = new URL('./fixtures/write-until-killed.ts', import.meta.url)
  const child = spawn(process.execPath, [script.pathname, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let acknowledged = 0
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line)
    if (acknowledged % 3000 > 2000 && !child.killed) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return acknowledged
}

test('a copy made while the store is open holds rows that are not yet applied', async () => {
  const directory = await temporaryDirectory()
  const tables = await openSqliteTables({ directory })
  await Promise.all(
    Array.from({ length: 500 }, (_, id) => tables.commit([put(counters, { id, value: id })])),
  )
  const copy = join(directory, 'copy')
  copySqliteTables(directory, copy)
  const copied = await openSqliteTables({ directory: copy })
  assert.equal((await copied.list(counters, 'key', { limit: 1000 })).length, 500)
  await copied.close()
  await tables.close()
  await rm(directory, { recursive: true })
})
