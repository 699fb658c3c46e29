/** Lets people in without HTTP, a process of its own: is sent tickets and answers its report. */
import { createBookingService } from '@usher/booking'
import { icalCalendarRenderer } from '@usher/booking/adapters/ical-generator/calendar-renderer'
import { nodeTicketSignatures } from '@usher/booking/adapters/node-crypto/ticket-signatures'
import { pdfkitTicketRenderer } from '@usher/booking/adapters/pdfkit/ticket-renderer'
import { tablesBookingStore } from '@usher/booking/adapters/tables/booking-store'
import { tablesTicketStores } from '@usher/booking/adapters/tables/ticket-stores'
import { openTopicLog } from '@usher/bus'
import { TicketService } from '@usher/contracts'
import { readBookingConfig, type BookingServicePorts } from '@usher/booking'
import { systemClock, systemRandom } from '@usher/kernel'
import { type Client, localClient } from '@usher/rpc'
import { openSqliteTables, type Tables } from '@usher/stores'
import type { ScannedTicket } from '../generator/plan.ts'
import type { UnservedCheckIns } from './check-in-unserved.ts'

/** As many as scan at once over HTTP. */
const AT_ONCE = 128
/** Until then the compiler takes much of the CPU that is counted; these are let in as well. */
const WARM_UP = 4000

const [directory = ''] = process.argv.slice(2)
process.once('disconnect', () => process.exit(0))
process.once('message', (tickets: readonly ScannedTicket[]) => void answer(tickets))

async function answer(tickets: readonly ScannedTicket[]): Promise<void> {
  const tables = await openSqliteTables({ directory })
  const client = await openDoor(tables)
  const before = await letIn(client, tickets.slice(0, WARM_UP))
  const cpu = process.cpuUsage()
  const thread = process.threadCpuUsage()
  const startMs = performance.now()
  const { admitted, refused } = await letIn(client, tickets.slice(WARM_UP))
  const seconds = (performance.now() - startMs) / 1000
  const main = process.threadCpuUsage(thread)
  const all = process.cpuUsage(cpu)
  await tables.close()
  const report: UnservedCheckIns = {
    admitted: before.admitted + admitted,
    refused: before.refused + refused,
    measured: admitted,
    seconds,
    mainThreadCpuUs: main.user + main.system,
    cpuUs: all.user + all.system,
  }
  process.send?.(report, () => process.disconnect())
}

async function openDoor(tables: Tables): Promise<Client<typeof TicketService>> {
  const needs = { tables, clock: systemClock, random: systemRandom }
  const topicLog = await openTopicLog(needs)
  const ports: BookingServicePorts = {
    ...needs,
    ...neighbours(),
    ...tablesTicketStores(tables),
    bookings: tablesBookingStore(tables, topicLog),
    signatures: nodeTicketSignatures(),
    ticketRenderer: pdfkitTicketRenderer(),
    calendarRenderer: icalCalendarRenderer(),
  }
  const { ticketRpc } = createBookingService(ports, readBookingConfig({}))
  return localClient(TicketService, ticketRpc, systemClock)
}

/** A door asks nobody: whoever is asked all the same fails the run. */
function neighbours(): Pick<BookingServicePorts, 'inventory' | 'payment' | 'events'> {
  const nobody = new Proxy({}, { get: () => () => Promise.reject(new Error('a door asks nobody')) })
  return { inventory: nobody, payment: nobody, events: nobody } as ReturnType<typeof neighbours>
}

async function letIn(client: Client<typeof TicketService>, tickets: readonly ScannedTicket[]) {
  let admitted = 0
  let next = 0
  const scan = async (): Promise<void> => {
    while (next < tickets.length) {
      const ticket = tickets[next++] as ScannedTicket
      const scanned = await client.checkIn({ ...ticket, scannerId: 'bench', gate: '' })
      if (scanned.admitted) admitted += 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, scan))
  return { admitted, refused: tickets.length - admitted }
}
