import assert from 'node:assert/strict'
import type { Crowd } from '../crowd.ts'
import { standing } from '../away.ts'
import { engines, services } from '../distributed-platform.ts'
import { type Fault, sold, underLoad } from '../fault-case.ts'
import { checkPatienceOf } from '../patience.ts'

const STANDS_MS = 3000
/** Longer than any call may take: of one service to another, or to the seat store. */
const STANDS_LONG_MS = 15_000

/** Each server and each service stands still for a moment, one after the other. */
export const pauseEverything: Fault = async (t, platform) => {
  const crowd = await underLoad(t, platform, async (crowd) => {
    for (const name of [...engines, ...services]) {
      const before = crowd.failures.length
      await standing(platform.servers, name, { awayMs: STANDS_MS })
      const soldMs = await sold(crowd)
      const noticed = crowd.failures.length - before
      t.diagnostic(`${name}: sells ${soldMs} ms after it went on; ${noticed} answers of 5xx`)
    }
  })
  checkWaited(crowd)
  return crowd
}

/** They stand still beyond every deadline: what a buyer gets then is an answer, and soon enough. */
export const pauseBeyondDeadlines: Fault = async (t, platform) => {
  const crowd = await underLoad(t, platform, async (crowd) => {
    for (const name of ['inventory', 'payment', 'dynamodb']) {
      const before = crowd.failures.length
      await standing(platform.servers, name, { awayMs: STANDS_LONG_MS })
      const noticed = crowd.failures.length - before
      assert.ok(noticed > 0, `${name} was missed`)
      t.diagnostic(`${name}: sells after ${await sold(crowd)} ms; ${noticed} answers of 5xx`)
    }
  })
  checkWaited(crowd)
  return crowd
}

/** Nobody was left without an answer, and nobody was given a wrong one. */
function checkWaited(crowd: Crowd): void {
  checkPatienceOf(crowd)
  assert.equal(crowd.lost, 0, 'no call broke off')
}
