import { openTopicLog, tablesEventBus, topics } from '@usher/bus'
import { type Event, EventsService, EventStatus } from '@usher/contracts'
import { type Client, localClient } from '@usher/rpc'
import { memoryTables, reliableDisk } from '@usher/stores'
import { type ManualClock, manualClock, seededRandom } from '@usher/testing'
import { type Environment, newId } from '@usher/kernel'
import { tablesEventStore } from './adapters/tables/event-store.ts'
import { tablesOrganizerStore } from './adapters/tables/organizer-store.ts'
import { tablesScannerStore } from './adapters/tables/scanner-store.ts'
import { tablesVenueStore } from './adapters/tables/venue-store.ts'
import { readEventsConfig } from './config.ts'
import { createEvents } from './events.ts'
import type { EventStore } from './ports/event-store.ts'
import { DAY_MS, NOW_MS, venueInput } from './sample-events.fixture.ts'
import { FakeAuth, FakeInventory } from './fake-services.fixture.ts'

/** The whole service over memory, with fake neighbours and a clock to turn. */
export interface OpenEvents {
  readonly client: Client<typeof EventsService>
  readonly inventory: FakeInventory
  readonly auth: FakeAuth
  readonly clock: ManualClock
  /** What consumers of event.updated were told, as `<event id> <status>`. */
  readonly told: readonly string[]
  /** Runs every job once, or so often: after five an event at rest has been looked at. */
  readonly runJobs: (times?: number) => Promise<void>
  /** Starts anew over what is on disk. */
  readonly restart: () => Promise<OpenEvents>
}

const random = seededRandom(7)
const ids = { clock: manualClock(NOW_MS), random }
/** An organizer, another, one who is none, one whom auth does not know, and an administrator. */
export const ana = newId(ids, 'user')
export const ben = newId(ids, 'user')
export const buyer = newId(ids, 'user')
export const stranger = newId(ids, 'user')
export const admin = newId(ids, 'user')

interface World {
  readonly disk: ReturnType<typeof reliableDisk>
  readonly clock: ManualClock
  readonly inventory: FakeInventory
  readonly auth: FakeAuth
  readonly options: OpenOptions
}

interface OpenOptions {
  readonly env?: Environment
  /** Takes a guard out of the store, to show what it is there for. */
  readonly spoil?: (events: EventStore) => EventStore
}

export function openEvents(options: OpenOptions = {}): Promise<OpenEvents> {
  const clock = manualClock(NOW_MS)
  return open({
    disk: reliableDisk(),
    clock,
    inventory: new FakeInventory(),
    auth: new FakeAuth({ strangerId: stranger, adminId: admin }),
    options,
  })
}

async function open(world: World): Promise<OpenEvents> {
  const { clock, inventory, auth } = world
  const { env = {}, spoil = (events) => events } = world.options
  const tables = memoryTables(world.disk)
  const topicLog = await openTopicLog({ tables, clock, random })
  const service = createEvents(
    {
      events: spoil(tablesEventStore({ tables, topicLog })),
      venues: tablesVenueStore(tables),
      organizers: tablesOrganizerStore(tables),
      scanners: tablesScannerStore(tables),
      inventory: inventory.client,
      auth: auth.client,
      clock,
    },
    readEventsConfig(env),
  )
  const told: string[] = []
  tablesEventBus({ tables, clock, random, log: topicLog }).subscribe({
    topic: topics.eventUpdated,
    group: `test ${world.disk.durable.length}`,
    handle: async ({ event }) => void told.push(`${event?.eventId} ${statusOf(event)}`),
  })
  return {
    client: localClient(EventsService, service.rpc),
    inventory,
    auth,
    clock,
    told,
    runJobs: async (times = 1) => {
      for (let time = 0; time < times; time++) {
        for (const job of service.jobs) await job.run()
        await clock.advance(50)
      }
    },
    restart: () => open(world),
  }
}

export function statusOf(event: Event | undefined): string {
  const names = Object.entries(EventStatus)
  return names.find(([, status]) => status === event?.status)?.[0] ?? 'none'
}

/** An organizer with a venue; answers the venue's id. */
export async function withVenue({ client }: OpenEvents, userId: string = ana): Promise<number> {
  await client.registerOrganizer({ userId, name: 'Falla & Co' })
  const { location, ...venue } = venueInput
  const created = await client.createVenue({ userId, ...venue, location: location ?? undefined })
  return created.venue?.venueId ?? 0
}

/** An event with this many seats that opens in an hour, published by ana. */
export async function publishedEvent(opened: OpenEvents, seats = 100): Promise<number> {
  const venueId = await withVenue(opened)
  const { event } = await opened.client.createEvent({
    userId: ana,
    venueId,
    details: { ...details, saleStartTimeMs: BigInt(NOW_MS + HOUR_MS) },
  })
  const eventId = event?.eventId ?? 0
  opened.inventory.seats.set(eventId, { total: seats, available: seats, reserved: 0 })
  await opened.client.publishEvent({ userId: ana, eventId })
  return eventId
}

export const HOUR_MS = 3_600_000
/** The parts of an event that must be given, thirty days ahead. */
export const details = {
  eventName: 'La vida breve',
  eventDateMs: BigInt(NOW_MS + 720 * HOUR_MS),
  currency: 'EUR',
} as const

/** An event with five seats on this day, on sale at once, published by ana. */
export async function publishedOn(
  opened: OpenEvents,
  day: number,
  city = 'Cádiz',
): Promise<number> {
  const { client, inventory } = opened
  await client.registerOrganizer({ userId: ana, name: 'Falla' })
  const place = { venueName: 'V', city, country: 'ES', timeZone: 'Europe/Madrid' }
  const { venue } = await client.createVenue({ userId: ana, ...place })
  const { event } = await client.createEvent({
    userId: ana,
    venueId: venue?.venueId ?? 0,
    details: { ...details, eventDateMs: BigInt(NOW_MS + day * DAY_MS) },
  })
  const eventId = event?.eventId ?? 0
  inventory.seats.set(eventId, { total: 5, available: 5, reserved: 0 })
  await client.publishEvent({ userId: ana, eventId })
  return eventId
}
