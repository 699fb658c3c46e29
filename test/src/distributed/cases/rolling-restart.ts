import { services } from '../distributed-platform.ts'
import { Entrance } from '../entrance.ts'
import { type Fault, sold, underLoad } from '../fault-case.ts'
import { checkNothingNoticed } from '../patience.ts'

/** Longer than it takes everybody else to find the instance that was restarted before. */
const DRAIN = '2s'

/** What a buyer waits for goes alone, what only listens goes together. */
const turns = [
  ['auth'],
  ['inventory'],
  ['payment'],
  ['events'],
  ['booking'],
  ['search', 'notification', 'cdc', 'analytics', 'auditor'],
  ['api-gateway'],
]

/** Two of each; one after the other is ended in good order and started again. */
export const restartEverything: Fault = async (t, platform) => {
  const { servers, mails } = platform
  const given = { USHER_DRAIN: DRAIN, USHER_MAILBOX: mails.folder }
  await servers.up(services.map(second), given)
  // The first know of the second from now on.
  await servers.restart(services, given)
  const urls = (await platform.settings()).get('USHER_PUBLIC_URL') ?? ''
  const entrance = await Entrance.open(urls.split(','))
  try {
    const behind = { ...platform, url: entrance.url }
    const crowd = await underLoad(t, behind, async (crowd) => {
      for (const names of turns) {
        const before = crowd.bookings
        await servers.restart(names, given)
        await servers.restart(names.map(second), given)
        t.diagnostic(`${names.join(', ')}: ${crowd.bookings - before} bookings meanwhile`)
        await sold(crowd)
      }
    })
    checkNothingNoticed(crowd)
    return crowd
  } finally {
    entrance.close()
  }
}

function second(name: string): string {
  return `${name}-2`
}
