import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { manualClock, seededRandom } from '@usher/testing'
import type { Dynamodb } from './open-dynamodb.ts'
import { CALL_ATTEMPTS_MAX } from './retry-refused.ts'
import { transactRetried } from './transact-retried.ts'

// DynamoDB as a script of answers: which call loses its answer is not to be left to chance.

/** `attempts`: how often the client asked before it had the answer. */
interface Refused {
  readonly attempts: number
}

test('after an answer was lost all further calls have the same token', async () => {
  const { transacted, tokens } = await transact([{ attempts: 2 }, { attempts: 1 }, 'done'])
  assert.equal(transacted.kind, 'done')
  assert.deepEqual([tokens.length, new Set(tokens).size], [3, 1])
})

test('while every call was answered each has a token of its own', async () => {
  const { transacted, tokens } = await transact([{ attempts: 1 }, { attempts: 1 }, 'done'])
  assert.equal(transacted.kind, 'done')
  assert.equal(new Set(tokens).size, 3)
})

test('refused to the end after an answer was lost, it may have been done', async () => {
  const refusals = Array.from({ length: CALL_ATTEMPTS_MAX }, (_, i) => ({
    attempts: i === 0 ? 2 : 1,
  }))
  const { transacted } = await transact(refusals)
  assert.equal(transacted.kind, 'unknown')
})

test('refused to the end with every call answered, it is unavailable', async () => {
  const refusals = Array.from({ length: CALL_ATTEMPTS_MAX }, () => ({ attempts: 1 }))
  await assert.rejects(transact(refusals), { code: 'dynamodb_unavailable' })
})

async function transact(script: readonly (Refused | 'done')[]) {
  const answers = [...script]
  const tokens: string[] = []
  const send = async ({ input }: { readonly input: { readonly ClientRequestToken: string } }) => {
    tokens.push(input.ClientRequestToken)
    const answer = answers.shift()
    assert.ok(answer, 'called once more than expected')
    if (answer !== 'done') throw conflict(answer)
  }
  const dynamodb = { documents: { send } } as unknown as Dynamodb
  const clock = { ...manualClock(0), sleep: async () => {} }
  const needs = { dynamodb, clock, random: seededRandom(1) }
  const transacted = await transactRetried(needs, () => [])
  return { transacted, tokens }
}

function conflict({ attempts }: Refused) {
  const CancellationReasons = [{ Code: 'TransactionConflict' }]
  return new TransactionCanceledException({
    message: 'cancelled',
    $metadata: { attempts },
    CancellationReasons,
  })
}
