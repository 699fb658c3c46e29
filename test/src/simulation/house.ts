import { SeatMapFormat } from '@usher/contracts'
import { readEmbeddedConfig } from '@usher/app/embedded/settings'
import { composeEmbedded, type Embedded } from '@usher/app/embedded/compose-embedded'
import { directEquipment } from '@usher/app/embedded/direct-equipment'
import { type Change, memoryTables, reliableDisk } from '@usher/stores'
import { noMetrics, silentLogger } from '@usher/telemetry'
import { manualClock, seededRandom } from '@usher/testing'

/** How the events of a run are sold. */
export interface HouseRules {
  readonly reservationMinutes: number
  /** Zero: no limit. */
  readonly maxSeatsPerBuyer: number
  readonly orphanRule: 'off' | 'lenient' | 'strict'
}

/** An event as the buyers of a simulation know it. */
export interface SimulatedEvent {
  readonly eventId: number
  readonly seats: readonly string[]
  readonly area: string
  readonly areaCapacity: number
  readonly limit: number
}

/** What stands on disk before the first buyer comes. */
export interface House {
  readonly durable: readonly (readonly Change[])[]
  readonly organizer: string
  readonly events: readonly SimulatedEvent[]
}

export const START_MS = Date.UTC(2030, 0, 1)
const DAY_MS = 86_400_000

/** Jobs run as seldom as the settings allow: simulated hours pass sooner. */
export const simulatedConfig = readEmbeddedConfig({
  USHER_INVENTORY_SWEEP_EVERY: '5s',
  USHER_BOOKING_RECOVERY_PAUSE: '2s',
  USHER_EVENTS_REFRESH_EVERY: '1m',
})

/** The rules that runs choose from. */
export const houseRules: readonly HouseRules[] = [
  { reservationMinutes: 1, maxSeatsPerBuyer: 4, orphanRule: 'off' },
  { reservationMinutes: 2, maxSeatsPerBuyer: 5, orphanRule: 'lenient' },
  { reservationMinutes: 1, maxSeatsPerBuyer: 0, orphanRule: 'off' },
  { reservationMinutes: 10, maxSeatsPerBuyer: 5, orphanRule: 'strict' },
]

const houses = new Map<HouseRules, Promise<House>>()

/** A house with these rules; built once a process, for building takes longer than a whole run. */
export function houseWith(rules: HouseRules): Promise<House> {
  let house = houses.get(rules)
  if (!house) houses.set(rules, (house = buildHouse(rules)))
  return house
}

async function buildHouse(rules: HouseRules): Promise<House> {
  const disk = reliableDisk()
  const clock = manualClock(START_MS - DAY_MS)
  const root = await composeEmbedded({
    ...directEquipment(clock),
    tables: memoryTables(disk),
    clock,
    random: seededRandom(1),
    logger: silentLogger,
    metrics: noMetrics,
    config: simulatedConfig,
  })
  const organizer = await openOrganizer(root)
  const venueId = await openVenue(root, organizer)
  const events = []
  for (const plan of plans) events.push(await openEvent(root, { organizer, venueId, rules, plan }))
  return { durable: disk.durable, organizer, events }
}

async function openOrganizer({ auth, clients }: Embedded): Promise<string> {
  const account = { email: 'organizer@example.org', password: 'correct horse battery', name: 'O' }
  const { userId } = await auth.createUserWithRoles({ ...account, roles: ['organizer'] })
  await clients.events.registerOrganizer({ userId, name: 'The House' })
  return userId
}

async function openVenue({ clients }: Embedded, userId: string): Promise<number> {
  const place = { city: 'Utrecht', country: 'NL', address: '', timeZone: 'Europe/Amsterdam' }
  const { venue } = await clients.events.createVenue({ userId, venueName: 'House', ...place })
  return venue?.venueId ?? 0
}

interface Plan {
  readonly name: string
  /** Row -> seats, category and how a table is sold. */
  readonly rows: readonly {
    readonly name: string
    readonly seats: number
    readonly category: string
    readonly table?: 'whole'
  }[]
  readonly area: { readonly name: string; readonly category: string; readonly capacity: number }
}

/** Few enough seats for everybody to want the same; the second event also gives some away. */
const plans: readonly Plan[] = [
  {
    name: 'Rows, a table and a floor',
    rows: [
      { name: 'A', seats: 6, category: 'Good' },
      { name: 'B', seats: 6, category: 'Plain' },
      { name: 'T', seats: 3, category: 'Good', table: 'whole' },
    ],
    area: { name: 'Floor', category: 'Plain', capacity: 6 },
  },
  {
    name: 'A row for nothing and a yard',
    rows: [{ name: 'Z', seats: 5, category: 'Free' }],
    area: { name: 'Yard', category: 'Good', capacity: 4 },
  },
]

const categories = [
  { name: 'Good', price: '20.00' },
  { name: 'Plain', price: '12.50' },
  { name: 'Free', price: '0.00' },
]

interface Opening {
  readonly organizer: string
  readonly venueId: number
  readonly rules: HouseRules
  readonly plan: Plan
}

async function openEvent(
  { clients }: Embedded,
  { organizer: userId, venueId, rules, plan }: Opening,
): Promise<SimulatedEvent> {
  const eventDateMs = BigInt(START_MS + 60 * DAY_MS)
  const details = { eventName: plan.name, currency: 'EUR', eventDateMs, ...rules }
  const { event } = await clients.events.createEvent({ userId, venueId, details })
  const eventId = event?.eventId ?? 0
  const content = new TextEncoder().encode(JSON.stringify(mapOf(plan)))
  const format = SeatMapFormat.USHER
  await clients.inventory.putSeatMap({ userId, eventId, format, content, currency: 'EUR' })
  await clients.events.publishEvent({ userId, eventId })
  const { capacity: areaCapacity, name: area } = plan.area
  const limit = rules.maxSeatsPerBuyer
  return { eventId, seats: plan.rows.flatMap(seatsOf), area, areaCapacity, limit }
}

function mapOf({ name, rows, area }: Plan) {
  const section = {
    name: 'Hall',
    rows: rows.map((row, y) => ({
      name: row.name,
      ...(row.table && { table: row.table }),
      seats: seatsOf(row).map((seat_number, x) => ({
        seat_number,
        label: String(x + 1),
        category: row.category,
        x,
        y,
      })),
    })),
  }
  return {
    name,
    currency: 'EUR',
    focal_point: { x: 2, y: -5 },
    categories: categories.map((category) => ({ ...category, color: '#3a86ff' })),
    sections: [section],
    areas: [{ ...area, x: 0, y: 10 }],
  }
}

function seatsOf({ name, seats }: Plan['rows'][number]): string[] {
  return Array.from({ length: seats }, (_, index) => `${name}${index + 1}`)
}
