import { isLong, without } from '../away.ts'
import { services } from '../distributed-platform.ts'
import { type Fault, sold, underLoad } from '../fault-case.ts'
import { checkPatienceOf } from '../patience.ts'

/** Until whoever looks after a process has seen that it has ended. */
const AWAY_MS = isLong ? 5000 : 500

export const killServices: Fault = async (t, platform) => {
  const crowd = await underLoad(t, platform, async (crowd) => {
    for (const name of services) {
      // Away for as long as it takes to start, which is seconds.
      await without(platform.servers, name, { awayMs: AWAY_MS })
      t.diagnostic(`${name}: sells ${await sold(crowd)} ms after it was ready again`)
    }
  })
  checkPatienceOf(crowd)
  return crowd
}

export const killSeatStore: Fault = async (t, platform) => {
  const crowd = await underLoad(t, platform, () => without(platform.servers, 'dynamodb'))
  // A short absence is bridged by repeats, and noticed by nobody.
  checkPatienceOf(crowd)
  return crowd
}
