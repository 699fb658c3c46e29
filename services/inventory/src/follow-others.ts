import { type Consumer, type MessageOf, topics } from '@usher/bus'
import type { EventId, Job, SeatNumber } from '@usher/kernel'
import type { SeatStatus } from './domain/seat.ts'
import type { SeatView } from './domain/seat-view.ts'
import type { InventoryPorts } from './inventory-ports.ts'
import type { LoadedEvent, LoadedMap } from './loaded-events.ts'
import { showSeat } from './seat-show.ts'
import { correctPlaces, correctSeats } from './usecases/correct-view.ts'

// What this process shows is fed by its own commits, by what it reads when a commit is refused, and
// where other processes sell from the same stores, by this: their seats come as messages, in order
// for each seat; areas, sale rules and replaced maps are looked at now and then. All of it may be
// late, which costs a 409, never a seat.

type SeatStatusChanged = MessageOf<typeof topics.seatStatusChanged>

/** What a root starts when other processes have the same stores. */
export interface FollowingOthers {
  /** Every process needs a group of its own: each must hear of everything. */
  consumer(group: string): Consumer<typeof topics.seatStatusChanged>
  readonly jobs: readonly Job[]
}

/** What somebody asks for is so old at most, but for the first who asks in a while. */
const LOOK_EVERY_MS = 1000
/** What nobody asks for. */
const IDLE_LOOK_EVERY_MS = 10_000
/** Events looked at at once. */
const LOOKS_AT_ONCE = 16
/** Seats of an event that are read again in a look. */
const UNSURE_AT_ONCE = 1000
/** How far the clocks of two processes may be apart. */
const CLOCK_SKEW_MS = 60_000

export function followOthers(ports: InventoryPorts): FollowingOthers {
  const shown = new WeakMap<SeatView, Uint32Array>()
  const lookedAtMs = new WeakMap<LoadedEvent, number>()
  return {
    consumer: (group) => ({
      topic: topics.seatStatusChanged,
      group,
      // What was before is in the store, which a view is opened from.
      begin: 'newest',
      async handle(message) {
        const event = await ports.events.opened(message.eventId as EventId)
        if (event?.map) showChange(ports, event.map, message, versionsOf(shown, event.map.view))
      },
    }),
    jobs: [
      {
        name: 'inventory.follow_others',
        everyMs: LOOK_EVERY_MS,
        run: () => lookAtAll(ports, lookedAtMs),
      },
    ],
  }
}

/** The newest version of each seat that came as a message; repeats and what overtook are left. */
function versionsOf(shown: WeakMap<SeatView, Uint32Array>, view: SeatView): Uint32Array {
  const known = shown.get(view)
  if (known) return known
  const versions = new Uint32Array(view.layout.seatCount)
  shown.set(view, versions)
  return versions
}

/** Shows the seat as the message has it, unless something newer is known. */
function showChange(
  { memory }: InventoryPorts,
  { layout, view, loadedAtMs }: LoadedMap,
  message: SeatStatusChanged,
  versions: Uint32Array,
): void {
  const { version, newStatus } = message
  // The view began with it: a topic is read from its beginning.
  if (Number(message.occurredAtMs) < loadedAtMs - CLOCK_SKEW_MS) return
  const seatNumber = message.seatNumber as SeatNumber
  const index = layout.indexOf(seatNumber)
  if (index === undefined || version <= (versions[index] ?? 0)) return
  versions[index] = version
  if (version < memory.newestVersion(message.eventId as EventId, seatNumber)) return
  showSeat(view, seatNumber, newStatus as SeatStatus)
}

async function lookAtAll(
  ports: InventoryPorts,
  lookedAtMs: WeakMap<LoadedEvent, number>,
): Promise<void> {
  const nowMs = ports.clock.monotonicMs()
  const isDue = (event: LoadedEvent) =>
    nowMs - (lookedAtMs.get(event) ?? Number.NEGATIVE_INFINITY) >= IDLE_LOOK_EVERY_MS
  const due = ports.events.all().filter((event) => isStirring(event) || isDue(event))
  const queue = due.values()
  await Promise.all(
    Array.from({ length: LOOKS_AT_ONCE }, async () => {
      for (const event of queue) {
        // A look that fails is made up for in the next run.
        lookedAtMs.delete(event)
        event.asked = false
        await look(ports, event)
        lookedAtMs.set(event, nowMs)
      }
    }),
  )
}

function isStirring({ asked, map }: LoadedEvent): boolean {
  return asked || (map !== null && map.unsure.size > 0)
}

/** Takes over sale rules and the counts of areas; a map that was replaced is read anew. */
async function look(ports: InventoryPorts, event: LoadedEvent): Promise<void> {
  const { eventId, map } = event
  const head = await ports.seatMaps.head(eventId)
  if ((head?.version ?? 0) !== (map?.version ?? 0)) return ports.events.forget(eventId)
  const before = event.sale
  const sale = await ports.sales.get(eventId)
  const overtaken = event.sale !== before
  if (sale && !overtaken && sale.eventVersion >= (before?.eventVersion ?? 0)) event.sale = sale
  await correctPlaces(ports, event)
  if (map && map.unsure.size > 0) await lookAtUnsure(ports, event, map.unsure)
}

async function lookAtUnsure(
  ports: InventoryPorts,
  event: LoadedEvent,
  unsure: Set<SeatNumber>,
): Promise<void> {
  const seatNumbers = [...unsure].slice(0, UNSURE_AT_ONCE)
  for (const seatNumber of seatNumbers) unsure.delete(seatNumber)
  try {
    await correctSeats(ports, event, seatNumbers)
  } catch (error) {
    for (const seatNumber of seatNumbers) unsure.add(seatNumber)
    throw error
  }
}
