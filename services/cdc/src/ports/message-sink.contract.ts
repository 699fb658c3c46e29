import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Message } from '../domain/change.ts'
import type { MessageSink } from './message-sink.ts'

export interface OpenSink {
  readonly sink: MessageSink
  /** `key:id` of everything kept for a topic, in order. */
  kept(topic: string): Promise<readonly string[]>
  /** How many changes were set aside as unreadable. */
  unreadable(): Promise<number>
  close(): Promise<void>
}

/** What every MessageSink does. */
export function messageSinkContract(
  name: string,
  open: () => Promise<OpenSink>,
  options: { readonly skip: string | false } = { skip: false },
): void {
  describe(`${name} as a message sink`, options, () => {
    it('keeps messages of several topics, in order for each key', async (t) => {
      const opened = await open()
      t.after(() => opened.close())
      const seats = ['1', '2', '3'].map((id) => message('seat.status.changed', '987#A1', id))
      await opened.sink.publish([...seats, message('booking.confirmed', 'bk_1', '4')])
      await opened.sink.publish([message('seat.status.changed', '987#A1', '5')])
      const kept = await opened.kept('seat.status.changed')
      assert.deepEqual(kept, ['987#A1:1', '987#A1:2', '987#A1:3', '987#A1:5'])
      assert.deepEqual(await opened.kept('booking.confirmed'), ['bk_1:4'])
    })

    it('sets aside what no message could be made of', async (t) => {
      const opened = await open()
      t.after(() => opened.close())
      const change = { sequence: '1', key: { id: 1n, bytes: new Uint8Array([1]) }, atMs: 5 }
      const good = message('booking.confirmed', 'bk_1', '1')
      await opened.sink.publish([{ stream: 'seats', change, reason: 'it is odd' }, good])
      assert.equal(await opened.unreadable(), 1)
      assert.deepEqual(await opened.kept('booking.confirmed'), ['bk_1:1'])
    })
  })
}

function message(topic: string, key: string, id: string): Message {
  const source = '/usher/test'
  return { topic, source, id, key, timeMs: 1_700_000_000_000, body: new Uint8Array([1]) }
}
