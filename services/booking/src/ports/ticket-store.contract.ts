import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OperationId } from '@usher/kernel'
import { sampleBooking } from '../simulation/sample-booking.fixture.ts'
import type { TicketStore } from './ticket-store.ts'

export interface TicketStoreFixture {
  readonly store: TicketStore
  close(): Promise<void>
}

/** The law of `TicketStore`, for every adapter. */
export function ticketStoreContract(
  name: string,
  open: () => Promise<TicketStoreFixture>,
  options: { readonly skip?: string | false } = {},
): void {
  const { bookingId } = sampleBooking(1)
  const operation = (n: number) => `op-${n}` as OperationId
  const law = (title: string, check: (store: TicketStore) => Promise<void>) => {
    void test(title, async () => {
      const fixture = await open()
      try {
        await check(fixture.store)
      } finally {
        await fixture.close()
      }
    })
  }

  void describe(`ticket store over ${name}`, options, () => {
    law('tickets are at their first issue until they are given out anew', async (store) => {
      assert.equal(await store.issue(bookingId), 1)
      assert.equal(await store.reissue(bookingId, operation(1)), 2)
      assert.equal(await store.issue(bookingId), 2)
      assert.equal(await store.issue(sampleBooking(2).bookingId), 1)
    })

    law('a repeat, also at once or after others, changes nothing', async (store) => {
      const repeats = [1, 1, 1].map((n) => store.reissue(bookingId, operation(n)))
      assert.deepEqual(await Promise.all(repeats), [2, 2, 2])
      assert.equal(await store.reissue(bookingId, operation(2)), 3)
      assert.equal(await store.reissue(bookingId, operation(1)), 3)
    })

    law('different operations at once each count', async (store) => {
      const issues = [1, 2, 3, 4].map((n) => store.reissue(bookingId, operation(n)))
      assert.deepEqual(
        (await Promise.all(issues)).toSorted((a, b) => a - b),
        [2, 3, 4, 5],
      )
    })
  })
}
