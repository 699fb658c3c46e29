import assert from 'node:assert/strict'
import type { Answer } from '../e2e/rest.ts'
import type { Crowd } from './crowd.ts'

const notNow = new Set([503, 504])

/** The one thing that may be answered by who cannot do it now: come again, and when. */
export function checkPatience({ status, headers, body }: Answer<unknown>): void {
  assert.ok(notNow.has(status), `${status} ${JSON.stringify(body)}`)
  assert.ok(Number(headers.get('retry-after')) > 0, 'it says when to come again')
}

export async function asksForPatience(asked: Promise<Answer<unknown>>): Promise<void> {
  checkPatience(await asked)
}

/** Whoever was not served was asked to come again. */
export function checkPatienceOf({ failures }: Crowd): void {
  for (const failure of failures) checkPatience(failure)
}

export function checkNothingNoticed(crowd: Crowd): void {
  const { failures, lost } = crowd
  const failed = failures.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)
  assert.deepEqual(failed, [])
  assert.equal(lost, 0, 'calls broke off')
}
