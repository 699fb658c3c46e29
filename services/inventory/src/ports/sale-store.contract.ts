import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Currency } from '@usher/kernel'
import type { SaleRules } from '../domain/sale-rules.ts'
import type { Cause } from '../domain/seat-transaction.ts'
import { sampleEvent, sampleTimeMs } from '../samples/ledger-samples.fixture.ts'
import type { SaleStore } from './sale-store.ts'

export interface OpenSaleStore {
  readonly sales: SaleStore
  readonly close: () => Promise<void>
}

/** What every store of sale rules must do. */
export function saleStoreContract(
  name: string,
  open: () => Promise<OpenSaleStore>,
  { skip = false }: { skip?: string | false } = {},
): void {
  describe(`${name} keeps sale rules`, { skip }, () => {
    const law = (title: string, prove: (sales: SaleStore) => Promise<void>) => {
      void test(title, async () => {
        const { sales, close } = await open()
        try {
          await prove(sales)
        } finally {
          await close()
        }
      })
    }
    law('an event that was never configured has none', async (sales) => {
      assert.equal(await sales.get(sampleEvent), null)
    })
    law('rules are read as they were put', async (sales) => {
      for (const rules of [rulesOf(1), rulesOf(2, { maxSeatsPerBuyer: null, open: false })]) {
        assert.deepEqual(await sales.put(rules, cause), rules)
        assert.deepEqual(await sales.get(sampleEvent), rules)
      }
    })
    law('rules of an older or the same event version change nothing', async (sales) => {
      await sales.put(rulesOf(5), cause)
      for (const version of [4, 5]) {
        const late = rulesOf(version, { open: false })
        assert.deepEqual(await sales.put(late, cause), rulesOf(5))
      }
      assert.deepEqual(await sales.get(sampleEvent), rulesOf(5))
    })
    law('a paused sale is closed under the same rules, until newer ones come', async (sales) => {
      assert.equal(await sales.pause(sampleEvent, pausing), null)
      await sales.put(rulesOf(3), cause)
      const closed = rulesOf(3, { open: false })
      assert.deepEqual(await sales.pause(sampleEvent, pausing), closed)
      assert.deepEqual(await sales.get(sampleEvent), closed)
      assert.equal(await sales.pause(sampleEvent, pausing), null)
      assert.deepEqual(await sales.put(rulesOf(3), cause), closed)
      assert.deepEqual(await sales.put(rulesOf(4), cause), rulesOf(4))
    })
    law('whatever the order of arrival, the newest version stays', async (sales) => {
      const versions = [3, 9, 1, 7]
      await Promise.all(versions.map((version) => sales.put(rulesOf(version), cause)))
      assert.equal((await sales.get(sampleEvent))?.eventVersion, 9)
    })
  })
}

const cause: Cause = {
  actor: 'system',
  action: 'sale_configured',
  reason: '',
  atMs: sampleTimeMs,
  reservationId: null,
  bookingId: null,
}

const pausing: Cause = { ...cause, actor: 'auditor', action: 'sale_paused', reason: 'a finding' }

function rulesOf(eventVersion: number, parts: Partial<SaleRules> = {}): SaleRules {
  return {
    eventId: sampleEvent,
    currency: 'EUR' as Currency,
    saleStartTimeMs: sampleTimeMs,
    saleEndTimeMs: sampleTimeMs + 1000,
    maxSeatsPerBuyer: 8,
    reservationMinutes: 10,
    orphanRule: 'strict',
    open: true,
    eventVersion,
    ...parts,
  }
}
