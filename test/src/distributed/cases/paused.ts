import assert from 'node:assert/strict'
import { newBuyer } from '../../e2e/people.ts'
import { standing } from '../away.ts'
import type { Crowd } from '../crowd.ts'
import { engines, services } from '../distributed-platform.ts'
import { type Fault, sold, underLoad } from '../fault-case.ts'
import { asksForPatience, checkPatienceOf } from '../patience.ts'

const STANDS_MS = 3000
/** The gateway gives an answer up after 30 s; the rest is for a busy machine. */
const ANSWERED_WITHIN_MS = 35_000

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

/** They stand still until a buyer has been told so: that takes no longer than it may. */
export const pauseBeyondDeadlines: Fault = async (t, platform) => {
  const { servers, url } = platform
  const { rest } = await newBuyer(url)
  const crowd = await underLoad(t, platform, async (crowd) => {
    const wish = { event_id: crowd.eventId, areas: { Lawn: 1 } }
    for (const name of ['inventory', 'dynamodb']) {
      const act = async () => {
        const beganMs = performance.now()
        await asksForPatience(rest.post('/v1/reservations', wish))
        const tookMs = Math.round(performance.now() - beganMs)
        t.diagnostic(`${name}: a buyer was asked to come again after ${tookMs} ms`)
        assert.ok(tookMs < ANSWERED_WITHIN_MS, `${tookMs} ms`)
      }
      await standing(servers, name, { act })
      t.diagnostic(`${name}: sells ${await sold(crowd)} ms after it went on`)
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
