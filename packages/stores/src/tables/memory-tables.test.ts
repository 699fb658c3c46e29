import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryTables, reliableDisk } from './memory-tables.ts'
import { defineTable, put } from './table.ts'
import { tablesContract } from './tables.contract.ts'

tablesContract('memory', async () => {
  const disk = reliableDisk()
  return { open: async () => memoryTables(disk), end: async () => undefined }
})

test('a disk that fails once makes the store refuse every later commit', async () => {
  const notes = defineTable<{ id: number }>({
    name: 'notes',
    columns: { id: 'integer' },
    key: ['id'],
  })
  const tables = memoryTables({ durable: [], append: () => Promise.reject(new Error('EIO')) })
  await assert.rejects(tables.commit([put(notes, { id: 1 })]), { code: 'storage_failed' })
  await assert.rejects(tables.commit([put(notes, { id: 2 })]), { code: 'storage_failed' })
  assert.equal(tables.ready(), false)
})
