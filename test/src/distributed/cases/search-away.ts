import assert from 'node:assert/strict'
import { Rest } from '../../e2e/rest.ts'
import { until } from '../../e2e/until.ts'
import { standing, without } from '../away.ts'
import type { DistributedPlatform } from '../distributed-platform.ts'
import { type Fault, sold, underLoad } from '../fault-case.ts'
import { asksForPatience, checkNothingNoticed } from '../patience.ts'

/** What is said of a search that waits for an answer, and the time of two busy cores beside it. */
const ANSWERED_WITHIN_MS = 15_000

export const elasticsearchAway: Fault = async (t, platform) => {
  const crowd = await underLoad(t, platform, async () => {
    await without(platform.servers, 'elasticsearch', { act: () => asksForPatience(find(platform)) })
    await untilItFinds(platform)
  })
  checkNothingNoticed(crowd)
  return crowd
}

/** One that stands still is worse than one that is away: only a deadline ends the wait for it. */
export const elasticsearchSlow: Fault = async (t, platform) => {
  const crowd = await underLoad(t, platform, async (crowd) => {
    const act = async () => {
      const beganMs = performance.now()
      await asksForPatience(find(platform))
      const tookMs = Math.round(performance.now() - beganMs)
      t.diagnostic(`a search was answered after ${tookMs} ms`)
      assert.ok(tookMs < ANSWERED_WITHIN_MS, `${tookMs} ms`)
      await sold(crowd)
    }
    await standing(platform.servers, 'elasticsearch', { act })
    await untilItFinds(platform)
  })
  checkNothingNoticed(crowd)
  return crowd
}

function find({ url }: DistributedPlatform) {
  return new Rest(url).get('/v1/search?q=evening')
}

async function untilItFinds(platform: DistributedPlatform): Promise<void> {
  await until('it finds again', async () => (await find(platform)).status === 200)
}
