import type { Tables } from '@usher/stores'
import { tablesCheckInStore } from './check-in-store.ts'
import { tablesKnownEvents } from './known-events.ts'
import { tablesTicketKeyStore } from './ticket-key-store.ts'
import { tablesTicketStore } from './ticket-store.ts'

/** Everything that tickets and doors keep in the embedded store. */
export function tablesTicketStores(tables: Tables) {
  return {
    tickets: tablesTicketStore(tables),
    ticketKeys: tablesTicketKeyStore(tables),
    checkIns: tablesCheckInStore(tables),
    knownEvents: tablesKnownEvents(tables),
  }
}
