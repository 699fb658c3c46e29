import { pdfkitTicketRenderer } from '@usher/booking/adapters/pdfkit/ticket-renderer'
import { directSeatMapReader } from '@usher/inventory/adapters/direct/seat-map-reader'
import type { Clock } from '@usher/kernel'
import type { Mailer } from '@usher/notification'
import { fts5SearchIndex } from '@usher/search/adapters/fts5/search-index'
import type { Equipment } from './equipment.ts'

/** For simulations and tests: no thread, no file, and mail to `mailer`, or to nobody. */
export function directEquipment(clock: Clock, mailer: Mailer = nobody): Equipment {
  return {
    seatMapReader: directSeatMapReader(),
    ticketRenderer: pdfkitTicketRenderer(),
    searchIndex: fts5SearchIndex({ directory: ':memory:', clock }),
    mailer,
  }
}

const nobody: Mailer = {
  fromAddress: 'tickets@usher.invalid',
  send: async () => undefined,
  close: async () => undefined,
}
