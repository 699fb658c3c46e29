import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { systemClock, systemRandom } from '@usher/kernel'
import { badDay, limitedDynamodb } from '@usher/stores/dynamodb/limits/limited-dynamodb.fixture'
import type { Dynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { manualClock, realServer } from '@usher/testing'
import { idempotencyStoreContract } from '../../ports/idempotency-store.contract.ts'
import { dynamodbIdempotencyStore } from './idempotency-store.ts'
import { gatewayTables } from './table-descriptions.ts'

const server = realServer('USHER_DYNAMODB_ENDPOINT')
const options = { keepMs: 2000, claimMs: 500 }

interface Opened {
  readonly dynamodb: Dynamodb
  readonly close: () => Promise<void>
}

const tables = gatewayTables

const days = {
  DynamoDB: () => temporaryDynamodb(server.address, tables),
  'DynamoDB that throttles, cancels and loses answers': () =>
    limitedDynamodb(server.address, { tables, seed: 1, limits: badDay }),
} as const

for (const [name, day] of Object.entries(days)) {
  idempotencyStoreContract(
    name,
    async () => {
      const { open, close } = storesOver(await day())
      return { store: open(), restart: async () => open(), close }
    },
    { ...server.options, claimEndsMs: options.claimMs, keepMs: options.keepMs },
  )
}

test('a claim that was taken over is not ended by its first holder', server.options, async (t) => {
  const { open, close } = await opened()
  t.after(close)
  const [slow, next, third] = [open(), open(), open()]
  const request = { requestId: 'r1', fingerprint: 'f1', atMs: 1000 }
  const later = { ...request, atMs: request.atMs + options.claimMs }
  await slow.claim(request)
  assert.deepEqual(await next.claim(later), { is: 'claimed' })
  await slow.abandon(request)
  assert.deepEqual(await third.claim(later), { is: 'in_flight' })
})

test('a claim lasts as long as its holder renews it', server.options, async (t) => {
  const { dynamodb, close } = await days.DynamoDB()
  t.after(close)
  const clock = manualClock()
  const open = () => dynamodbIdempotencyStore({ dynamodb, clock, random: systemRandom }, options)
  const [holder, next] = [open(), open()]
  const request = () => ({ requestId: 'r1', fingerprint: 'f1', atMs: clock.nowMs() })
  await holder.claim(request())
  await clock.advance(options.claimMs - 1)
  await holder.renewal.run()
  await clock.advance(options.claimMs - 1)
  assert.deepEqual(await next.claim(request()), { is: 'in_flight' })
  await clock.advance(1)
  assert.deepEqual(await next.claim(request()), { is: 'claimed' })
  await holder.renewal.run()
  await next.abandon(request())
  assert.deepEqual(await holder.claim(request()), { is: 'claimed' })
})

test('what is answered or given up is not renewed', server.options, async (t) => {
  const { store, request, answer } = await claimedOnce(t)
  await Promise.all([store.renewal.run(), store.abandon(request)])
  assert.deepEqual(await store.claim(request), { is: 'claimed' })
  await Promise.all([store.renewal.run(), store.finish(request, answer)])
  assert.deepEqual(await store.claim(request), { is: 'answered', answer })
})

test('of two answers the first stays', server.options, async (t) => {
  const { store, request, answer } = await claimedOnce(t)
  await store.finish(request, answer)
  await store.finish(request, { ...answer, body: '2' })
  assert.deepEqual(await store.claim(request), { is: 'answered', answer })
})

test('an answer past what an item holds is not kept', server.options, async (t) => {
  const { store, request, answer } = await claimedOnce(t)
  await store.finish(request, { ...answer, body: 'x'.repeat(500_000) })
  assert.deepEqual(await store.claim(request), { is: 'claimed' })
})

async function claimedOnce(t: TestContext) {
  const { open, close } = await opened()
  t.after(close)
  const store = open()
  const request = { requestId: 'r1', fingerprint: 'f1', atMs: 1000 }
  await store.claim(request)
  return { store, request, answer: { status: 201, headers: {}, body: '1' } }
}

async function opened() {
  return storesOver(await days.DynamoDB())
}

function storesOver({ dynamodb, close }: Opened) {
  const needs = { dynamodb, clock: systemClock, random: systemRandom }
  return { open: () => dynamodbIdempotencyStore(needs, options), close }
}
