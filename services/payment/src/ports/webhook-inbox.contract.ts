import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PaymentId } from '@usher/kernel'
import type { WebhookDelivery, WebhookInbox } from './webhook-inbox.ts'

interface InboxUnderTest {
  readonly inbox: WebhookInbox
  readonly close: () => Promise<void>
}

interface ContractOptions {
  readonly skip?: string | false
  /** Its engine deletes what is old, in its own time, and `prune` has nothing to do. */
  readonly forgetsByItself?: boolean
}

/** What every `WebhookInbox` keeps. */
export function webhookInboxContract(
  name: string,
  open: () => Promise<InboxUnderTest>,
  { forgetsByItself = false, ...options }: ContractOptions = {},
): void {
  describe(`${name}: a webhook inbox`, options, () => {
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

    const title = forgetsByItself
      ? 'what is forgotten by itself is left to that'
      : 'pruning forgets the oldest and only what is old'
    test(title, async () => {
      await using(open, async (inbox) => {
        for (const [i, id] of ['d1', 'd2', 'd3'].entries()) {
          await inbox.record({ ...example(id), receivedAtMs: i * 1000 })
        }
        if (forgetsByItself) {
          assert.equal(await inbox.prune({ beforeMs: 2000, limit: 10 }), 0)
          assert.equal(await inbox.has(example('d3')), true)
          return
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
