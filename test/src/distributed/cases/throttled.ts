import { setTimeout as wait } from 'node:timers/promises'
import { gatewayTables } from '@usher/api-gateway/adapters/dynamodb/table-descriptions'
import { bookingTables } from '@usher/booking/adapters/dynamodb/table-descriptions'
import { inventoryTables } from '@usher/inventory/adapters/dynamodb/table-descriptions'
import { systemClock } from '@usher/kernel'
import { paymentTables } from '@usher/payment/adapters/dynamodb/table-descriptions'
import { serveLimits } from '@usher/stores/dynamodb/limits/serve-limits'
import { seededRandom } from '@usher/testing'
import { isLong } from '../away.ts'
import { type Fault, sold, underLoad } from '../fault-case.ts'
import { checkPatienceOf } from '../patience.ts'

const storeUsers = ['inventory', 'payment', 'booking', 'cdc', 'api-gateway']
const tables = [...inventoryTables, ...bookingTables, ...paymentTables, ...gatewayTables]
/** Of all requests so many are throttled, and of all transactions as many cancelled in conflict. */
const rates = [0.01, 0.1, 0.5]
const EACH_MS = isLong ? 30_000 : 10_000

/** Sales get slow, and at last are refused for a while; none is wrong. */
export const throttleSeatStore: Fault = async (t, platform) => {
  const { servers } = platform
  const limits = await serveLimits({
    clock: systemClock,
    random: seededRandom(1),
    endpoint: (await platform.settings()).get('USHER_DYNAMODB_ENDPOINT') ?? '',
    tables,
    tablePrefix: '',
  })
  await servers.restart(storeUsers, { USHER_DYNAMODB_ENDPOINT: limits.endpoint })
  try {
    const crowd = await underLoad(t, platform, async (crowd) => {
      for (const rate of rates) {
        const { bookings, failures } = crowd
        limits.adjust({ throttleRate: rate, conflictRate: rate })
        await wait(EACH_MS)
        const more = `${crowd.bookings - bookings} bookings`
        const refused = crowd.failures.length - failures.length
        t.diagnostic(`at ${rate * 100} % ${more}, and ${refused} answers of 5xx`)
      }
      limits.adjust({ throttleRate: 0, conflictRate: 0 })
      t.diagnostic(`sells ${await sold(crowd)} ms after all is well again`)
    })
    checkPatienceOf(crowd)
    t.diagnostic(`refused: ${JSON.stringify(Object.fromEntries(limits.refused))}`)
    return crowd
  } finally {
    await servers.restart(storeUsers)
    await limits.close()
  }
}
