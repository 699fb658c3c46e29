import { openTopicLog } from '@usher/bus'
import type { Tables } from '@usher/stores'
import { manualClock, seededRandom, temporaryTables } from '@usher/testing'
import { checkInStoreContract } from '../../ports/check-in-store.contract.ts'
import { knownEventsContract } from '../../ports/known-events.contract.ts'
import { ticketKeyStoreContract } from '../../ports/ticket-key-store.contract.ts'
import { ticketStoreContract } from '../../ports/ticket-store.contract.ts'
import { tablesBookingStore } from './booking-store.ts'
import { tablesTicketStores } from './ticket-stores.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  const opened = async () => {
    const { tables, close } = await open()
    return { ...tablesTicketStores(tables), bookings: await bookingStore(tables), close }
  }
  ticketStoreContract(name, async () => {
    const { tickets, close } = await opened()
    return { store: tickets, close }
  })
  ticketKeyStoreContract(name, async () => {
    const { ticketKeys, close } = await opened()
    return { store: ticketKeys, close }
  })
  knownEventsContract(name, opened)
  checkInStoreContract(name, async () => {
    const { checkIns, ...others } = await opened()
    return { ...others, store: checkIns }
  })
}

async function bookingStore(tables: Tables) {
  const log = await openTopicLog({ tables, clock: manualClock(), random: seededRandom(1) })
  return tablesBookingStore(tables, log)
}
