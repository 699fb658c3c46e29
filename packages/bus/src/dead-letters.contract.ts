import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DeadLetters } from './dead-letters.ts'
import { topics } from './topics.ts'

export interface OpenDeadLetters {
  readonly letters: DeadLetters
  /**
   * Consumer `g` has given up on booking.confirmed messages with these keys: `msg_a` of 2023-11-14,
   * with the body `[1]`, because of `no a today`.
   */
  readonly bury: (...keys: readonly string[]) => Promise<void>
  /** The ids of what is in booking.confirmed, none of it a dead letter. */
  readonly back: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

const topic = topics.bookingConfirmed
const unknownLetter = { code: 'dead_letter_unknown' }

/** What every `DeadLetters` does. */
export function deadLettersContract(
  name: string,
  open: () => Promise<OpenDeadLetters>,
  options: { readonly skip: string | false } = { skip: false },
): void {
  describe(`${name} as dead letters`, options, () => {
    it('shows what was given up on, by whom and why, oldest first', async (t) => {
      const { letters, bury, close } = await open()
      t.after(close)
      assert.deepEqual(await letters.list({ topic }), [])
      await bury('a', 'b', 'c')
      const [first, ...rest] = await letters.list({ topic })
      assert.deepEqual(first, {
        topic: 'booking.confirmed',
        id: 'msg_a',
        key: 'a',
        time: '2023-11-14T22:13:20.000Z',
        deadLetter: { group: 'g', attempts: 5, reason: 'no a today' },
        body: first?.body,
      })
      assert.deepEqual([...(first?.body ?? [])], [1])
      assert.deepEqual(idsOf(rest), ['msg_b', 'msg_c'])
      assert.deepEqual(idsOf(await letters.list({ topic, limit: 2 })), ['msg_a', 'msg_b'])
      assert.deepEqual(idsOf(await letters.list({ topic, ids: ['msg_c'] })), ['msg_c'])
      assert.deepEqual(await letters.list({ topic: topics.bookingCancelled }), [])
    })

    it('puts them back as they were, and lists them no more', async (t) => {
      const { letters, bury, back, close } = await open()
      t.after(close)
      await bury('a', 'b', 'c')
      assert.equal(await letters.replay({ topic, limit: 2 }), 2)
      assert.deepEqual(await back(), ['msg_a', 'msg_b'])
      assert.deepEqual(idsOf(await letters.list({ topic })), ['msg_c'])
      assert.equal(await letters.replay({ topic }), 1)
      assert.equal(await letters.replay({ topic }), 0)
      assert.deepEqual(await back(), ['msg_a', 'msg_b', 'msg_c'])
      await bury('d')
      assert.deepEqual(idsOf(await letters.list({ topic })), ['msg_d'])
    })

    it('lists those no more that were chosen by id, and puts back the others', async (t) => {
      const { letters, bury, back, close } = await open()
      t.after(close)
      await bury('a', 'b', 'c', 'd')
      assert.equal(await letters.replay({ topic, ids: ['msg_d', 'msg_b'] }), 2)
      assert.deepEqual(await back(), ['msg_b', 'msg_d'])
      assert.deepEqual(idsOf(await letters.list({ topic })), ['msg_a', 'msg_c'])
      await assert.rejects(letters.replay({ topic, ids: ['msg_b'] }), unknownLetter)
      assert.equal(await letters.replay({ topic, limit: 1 }), 1)
      assert.equal(await letters.replay({ topic }), 1)
      assert.deepEqual(await back(), ['msg_b', 'msg_d', 'msg_a', 'msg_c'])
      await bury('b')
      assert.deepEqual(idsOf(await letters.list({ topic })), ['msg_b'])
    })

    it('dismisses those that nobody shall get again', async (t) => {
      const { letters, bury, back, close } = await open()
      t.after(close)
      await bury('a', 'b', 'c')
      assert.equal(await letters.dismiss({ topic, ids: ['msg_b'] }), 1)
      assert.deepEqual(idsOf(await letters.list({ topic })), ['msg_a', 'msg_c'])
      assert.equal(await letters.dismiss({ topic, limit: 1 }), 1)
      assert.equal(await letters.replay({ topic }), 1)
      assert.deepEqual(await back(), ['msg_c'])
      assert.deepEqual(await letters.list({ topic }), [])
    })

    it('puts nothing back when one of the ids is not there', async (t) => {
      const { letters, bury, back, close } = await open()
      t.after(close)
      await bury('a')
      const replayed = letters.replay({ topic, ids: ['msg_a', 'msg_x'] })
      await assert.rejects(replayed, unknownLetter)
      await assert.rejects(letters.dismiss({ topic, ids: ['msg_x'] }), unknownLetter)
      assert.deepEqual(await back(), [])
    })
  })
}

function idsOf(letters: readonly { readonly id: string }[]): readonly string[] {
  return letters.map(({ id }) => id)
}
