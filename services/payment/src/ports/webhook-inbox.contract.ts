import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PaymentId } from '@usher/kernel'
import type { WebhookDelivery, WebhookInbox } from './webhook-inbox.ts'

interface InboxUnderTest {
  readonly inbox: WebhookInbox
  readonly close: () => Promise<void>
}

/** What every `WebhookInbox` keeps. */
export function webhookInboxContract(name: string, open: () => Promise<InboxUnderTest>): void {
  describe(`${name}: a webhook inbox`, () => {
    test('only the first of a hundred records at once is the first', async () => {
      await using(open, async (inbox) => {
        const delivery = example('d1')
        assert.equal(await inbox.has(delivery), false)
        const records = Array.from({ length: 100 }, () => inbox.record(delivery))
        const firsts = (await Promise.all(records)).filter(Boolean)
        assert.equal(firsts.length, 1)
        assert.equal(await inbox.has(delivery), true)
      })
    })

    test('two providers may use one delivery id', async () => {
      await using(open, async (inbox) => {
        assert.equal(await inbox.record(example('d1')), true)
        assert.equal(await inbox.record({ ...example('d1'), provider: 'other' }), true)
      })
    })

    test('pruning forgets the oldest and only what is old', async () => {
      await using(open, async (inbox) => {
        for (const [i, id] of ['d1', 'd2', 'd3'].entries()) {
          await inbox.record({ ...example(id), receivedAtMs: i * 1000 })
        }
        assert.equal(await inbox.prune({ beforeMs: 2000, limit: 1 }), 1)
        assert.equal(await inbox.has(example('d1')), false)
        assert.equal(await inbox.prune({ beforeMs: 2000, limit: 10 }), 1)
        assert.equal(await inbox.prune({ beforeMs: 2000, limit: 10 }), 0)
        assert.equal(await inbox.has(example('d3')), true)
      })
    })
  })
}

async function using(
  open: () => Promise<InboxUnderTest>,
  body: (inbox: WebhookInbox) => Promise<void>,
): Promise<void> {
  const { inbox, close } = await open()
  try {
    await body(inbox)
  } finally {
    await close()
  }
}

function example(deliveryId: string): WebhookDelivery {
  return { provider: 'sandbox', deliveryId, paymentId: 'pay_x' as PaymentId, receivedAtMs: 1 }
}
