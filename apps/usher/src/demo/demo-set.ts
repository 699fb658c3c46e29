import type { ServiceClients } from '@usher/api-gateway'
import type { Auth } from '@usher/auth'
import type { Clock, UserId } from '@usher/kernel'
import { defineTable, put, type Tables } from '@usher/stores'
import { demoAccounts, openAccount } from './demo-accounts.ts'
import { type DemoEvent, demoEvents } from './demo-events.ts'
import { localTimeMs } from './local-time.ts'

/** Which event of the demo set is which in this data directory. */
interface DemoRow {
  readonly key: string
  readonly event_id: number
  readonly event_date_ms: number
  readonly total_seats: number
}

export const demoTable = defineTable<DemoRow>({
  name: 'demo_events',
  columns: { key: 'text', event_id: 'integer', event_date_ms: 'integer', total_seats: 'integer' },
  key: ['key'],
})

export interface DemoNeeds {
  readonly tables: Tables
  readonly clock: Clock
  readonly auth: Pick<Auth, 'createUserWithRoles'>
  readonly clients: ServiceClients
  /** All of them when absent. */
  readonly events?: readonly DemoEvent[]
  /** Told after each event that had to be made. */
  readonly onEvent?: (made: number, total: number) => void
}

/** An event as `usher demo --json` prints it. */
export interface DemoListing {
  readonly event_id: number
  readonly event_name: string
  readonly total_seats: number
}

/**
 * Sees to it that the demo accounts and events are there, through the services as organizers use
 * them. What is there and still to come is left alone; what has taken place, or was left half made
 * by a crash, is made again.
 */
export async function openDemoSet(needs: DemoNeeds): Promise<readonly DemoListing[]> {
  const { tables, clock, events = demoEvents } = needs
  const rows = events.map(({ key }) => tables.get(demoTable, key))
  const missing = events.filter((_, index) => !isToCome(rows[index], clock))
  if (missing.length > 0) await makeEvents(needs, missing)
  return events.map(({ key, eventName }) => {
    const row = tables.get(demoTable, key)
    if (!row) throw new TypeError(`the demo event ${key} was not made`)
    return { event_id: row.event_id, event_name: eventName, total_seats: row.total_seats }
  })
}

function isToCome(row: DemoRow | undefined, clock: Clock): boolean {
  return row !== undefined && row.event_date_ms > clock.nowMs()
}

async function makeEvents(needs: DemoNeeds, missing: readonly DemoEvent[]): Promise<void> {
  const { auth, clients } = needs
  const { organizer, scanner, ...others } = demoAccounts
  const creating = Object.values(others).map((account) => openAccount(auth, account))
  const opened = [openAccount(auth, organizer), openAccount(auth, scanner)] as const
  const [userId, scannerUserId] = await Promise.all(opened)
  await Promise.all(creating)
  await clients.events.registerOrganizer({ userId, name: 'Usher Demo' })
  await clients.events.addScanner({ userId, scannerUserId })
  let made = 0
  for (const event of missing) {
    await makeEvent(needs, userId, event)
    needs.onEvent?.(++made, missing.length)
  }
}

/**
 * The row comes last: without it, the next start makes the event anew, and a draft left behind
 * harms nobody.
 */
async function makeEvent(needs: DemoNeeds, userId: UserId, event: DemoEvent): Promise<void> {
  const { tables, clock, clients } = needs
  const { timeZone } = event.venue
  const eventDateMs = localTimeMs(clock.nowMs(), { days: event.inDays, hour: event.hour, timeZone })
  const { venue } = await clients.events.createVenue({ userId, ...event.venue })
  const created = await clients.events.createEvent({
    userId,
    venueId: venue?.venueId ?? 0,
    details: { ...detailsOf(event), eventDateMs: BigInt(eventDateMs) },
  })
  const eventId = created.event?.eventId ?? 0
  const { totalCapacity } = await putSeatMap(clients, { userId, eventId, event })
  await clients.events.publishEvent({ userId, eventId })
  const row = { key: event.key, event_id: eventId, event_date_ms: eventDateMs }
  await tables.commit([put(demoTable, { ...row, total_seats: totalCapacity })])
}

function detailsOf(event: DemoEvent) {
  const { eventName, description, category, currency, language, orphanRule } = event
  const { maxSeatsPerBuyer } = event
  return { eventName, description, category, currency, language, orphanRule, maxSeatsPerBuyer }
}

function putSeatMap(
  { inventory }: ServiceClients,
  { userId, eventId, event }: { userId: string; eventId: number; event: DemoEvent },
) {
  const { format, content, pricesMinor = {} } = event.seatMap
  const prices = Object.entries(pricesMinor).map(([name, minor]) => [name, BigInt(minor)] as const)
  return inventory.putSeatMap({
    userId,
    eventId,
    format,
    content: new TextEncoder().encode(content()),
    currency: event.currency,
    pricesMinor: Object.fromEntries(prices),
  })
}
