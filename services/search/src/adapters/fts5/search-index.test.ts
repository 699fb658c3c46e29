import assert from 'node:assert/strict'
import { mkdtemp, open, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '@usher/kernel'
import { change, query } from '../../documents.fixture.ts'
import { type OpenIndex, searchIndexContract } from '../../ports/search-index.contract.ts'
import { relevanceContract } from '../../ports/relevance.contract.ts'
import { IN_MEMORY, INDEX_FILE } from './engine.ts'
import { fts5SearchIndex } from './search-index.ts'

async function openInMemory(): Promise<OpenIndex> {
  const index = fts5SearchIndex({ directory: IN_MEMORY, clock: systemClock })
  return { index, close: () => index.close() }
}

searchIndexContract('fts5SearchIndex in memory', openInMemory)
relevanceContract('fts5SearchIndex', openInMemory)

const damages: Readonly<Record<string, (path: string) => Promise<void>>> = {
  'an empty file': (path) => truncate(path, 0),
  'a file of another kind': (path) =>
    writeFile(path, 'not a database, but as long as a header would be'.repeat(9)),
  'no file': (path) => rm(path),
}

searchIndexContract('fts5SearchIndex on disk', async () => {
  const directory = await temporaryDirectory()
  return openIn(directory, () => truncate(join(directory, INDEX_FILE), 5000))
})

for (const [name, damage] of Object.entries(damages)) {
  test(`an index is missing when there is ${name} in its place`, async (context) => {
    const directory = await temporaryDirectory()
    const opened = openIn(directory, async () => undefined)
    context.after(opened.close)
    await opened.index.beginGeneration()
    await opened.index.fillGeneration([change(1)])
    await opened.index.finishGeneration()
    await opened.index.close()
    await damage(join(directory, INDEX_FILE))
    const again = fts5SearchIndex({ directory, clock: systemClock })
    context.after(() => again.close())
    const found = again.search(query(), Number.POSITIVE_INFINITY)
    await assert.rejects(found, { kind: 'unavailable', code: 'index_building' })
    assert.equal(await again.state(), 'missing')
  })
}

/** A crash: the old thread is left with what it has, and another begins beside it. */
function openIn(directory: string, damage: () => Promise<void>): OpenIndex {
  const index = fts5SearchIndex({ directory, clock: systemClock })
  return {
    index,
    damage,
    restart: async () => openIn(directory, damage),
    close: async () => {
      await index.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'usher-search-'))
}

test('an index that nobody asks begins no thread and makes no file', async (context) => {
  const directory = await temporaryDirectory()
  context.after(() => rm(directory, { recursive: true }))
  const index = fts5SearchIndex({ directory, clock: systemClock })
  assert.equal(await index.state(), 'missing')
  await index.put([change(1)])
  await index.close()
  assert.deepEqual(await readdir(directory), [])
})

test('to ask for its state opens an index that is there, before anybody searches', async (context) => {
  const directory = await temporaryDirectory()
  const { index, close } = openIn(directory, async () => undefined)
  context.after(close)
  await index.beginGeneration()
  await index.finishGeneration()
  await Promise.all([1, 2, 3].map((id) => index.put([change(id)])))
  await index.close()
  const again = fts5SearchIndex({ directory, clock: systemClock })
  context.after(() => again.close())
  assert.equal(again.documents(), 0)
  assert.equal(await again.state(), 'ready')
  assert.equal(again.documents(), 3)
})

test('queries beyond the queue and behind their deadline are refused at once', async (context) => {
  const index = fts5SearchIndex({ directory: IN_MEMORY, clock: systemClock, queueMax: 2 })
  context.after(() => index.close())
  await index.beginGeneration()
  await index.finishGeneration()
  const busy = { kind: 'unavailable', code: 'search_busy' }
  const asked = [1, 2, 3, 4].map(() => index.search(query(), Number.POSITIVE_INFINITY))
  const outcomes = await Promise.allSettled(asked)
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'rejected'],
  )
  await assert.rejects(asked[3] ?? Promise.resolve(), busy)
  await assert.rejects(index.search(query(), systemClock.monotonicMs() - 1), busy)
})

test('damage that a query meets makes the index missing', async (context) => {
  const directory = await temporaryDirectory()
  const opened = openIn(directory, async () => undefined)
  context.after(opened.close)
  const { index } = opened
  await index.beginGeneration()
  const many = Array.from({ length: 2000 }, (_, i) => change(i + 1, { name: `Jazz ${i}` }))
  await index.fillGeneration(many)
  await index.finishGeneration()
  await index.close()
  await overwriteMiddle(join(directory, INDEX_FILE))
  const again = fts5SearchIndex({ directory, clock: systemClock })
  context.after(() => again.close())
  const jazz = again.search(query({ text: 'jazz' }), Number.POSITIVE_INFINITY)
  await assert.rejects(jazz, { kind: 'unavailable', code: 'index_building' })
  assert.equal(await again.state(), 'missing')
})

async function overwriteMiddle(path: string): Promise<void> {
  const file = await open(path, 'r+')
  const { size } = await file.stat()
  await file.write(Buffer.alloc(size - 3 * 4096, 0xa5), 0, size - 3 * 4096, 2 * 4096)
  await file.close()
}
