import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Change, Image } from '../domain/change.ts'
import type { ChangeStream } from './change-stream.ts'

/** A stream under test, and a way to change an item of its table. */
export interface OpenStream {
  readonly stream: ChangeStream
  /** Puts the item with this `id`. */
  put(item: Image): Promise<void>
  close(): Promise<void>
}

/** What every ChangeStream does. */
export function changeStreamContract(
  name: string,
  open: () => Promise<OpenStream>,
  options: { readonly skip: string | false } = { skip: false },
): void {
  describe(`${name} as a change stream`, options, () => {
    it('tells the changes of an item in order, with its images', async (t) => {
      const opened = await open()
      t.after(() => opened.close())
      for (const version of [1, 2, 3]) await opened.put({ id: 'a', version })
      const changes = await readAll(opened.stream, null)
      assert.deepEqual(
        changes.map(({ newImage }) => newImage),
        [1, 2, 3].map((version) => ({ id: 'a', version })),
      )
      assert.deepEqual(changes[0]?.key, { id: 'a' })
    })

    it('goes on behind a change, and answers at once when nothing is new', async (t) => {
      const opened = await open()
      t.after(() => opened.close())
      for (const version of [1, 2, 3]) await opened.put({ id: 'a', version })
      const [first, second] = await readAll(opened.stream, null)
      assert.ok(first && second)
      const rest = await readAll(opened.stream, first.sequence)
      assert.deepEqual(rest.map(({ sequence }) => sequence).at(0), second.sequence)
      const newest = rest.at(-1)
      assert.ok(newest)
      assert.deepEqual(await readAll(opened.stream, newest.sequence), [])
    })

    it('tells a reader that waits what comes later', async (t) => {
      const opened = await open()
      t.after(() => opened.close())
      const [shard] = await opened.stream.shards()
      assert.ok(shard)
      const reader = opened.stream.read(shard.shardId, null)
      assert.deepEqual(await reader.next(), { changes: [], ended: false })
      await opened.put({ id: 'a', version: 1 })
      const { changes, ended } = await reader.next()
      assert.deepEqual([changes.length, ended], [1, false])
    })
  })
}

async function readAll(stream: ChangeStream, after: string | null): Promise<readonly Change[]> {
  const [shard] = await stream.shards()
  assert.ok(shard)
  const reader = stream.read(shard.shardId, after)
  const changes: Change[] = []
  for (;;) {
    const batch = await reader.next()
    changes.push(...batch.changes)
    if (batch.changes.length === 0) return changes
  }
}
