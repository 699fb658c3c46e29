import { type Consumer, type MessageOf, topics } from '@usher/bus'
import type { EventId, Job, SeatNumber } from '@usher/kernel'
import type { SeatStatus } from './domain/seat.ts'
import type { SeatView } from './domain/seat-view.ts'
import type { InventoryPorts } from './inventory-ports.ts'
import type { LoadedEvent, LoadedMap } from './loaded-events.ts'
import { showSeat } from './seat-show.ts'
import { correctView } from './usecases/commit-seats.ts'

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

const LOOK_EVERY_MS = 1000
/** Events looked at at once. */
const LOOKS_AT_ONCE = 16
/** How far the clocks of two processes may be apart. */
const CLOCK_SKEW_MS = 60_000

export function followOthers(ports: InventoryPorts): FollowingOthers {
  const shown = new WeakMap<SeatView, Uint32Array>()
  return {
    consumer: (group) => ({
      topic: topics.seatStatusChanged,
      group,
      // What was before is in the store, which a view is opened from.
      begin: 'newest',
      async handle(message) {
        const event = await ports.events.opened(message.eventId as EventId)
        if (event?.map) showChange(event.map, message, versionsOf(shown, event.map.view))
      },
    }),
    jobs: [
      {
        name: 'inventory.follow_others',
        everyMs: LOOK_EVERY_MS,
        run: () => lookAtAll(ports),
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

/**
 * Shows the seat as the message has it. A message that is older than a commit of our own shows an
 * old state until the commit's own message comes, a moment later.
 */
function showChange(
  { layout, view, loadedAtMs }: LoadedMap,
  { seatNumber, version, newStatus, occurredAtMs }: SeatStatusChanged,
  versions: Uint32Array,
): void {
  // The view began with it: a topic is read from its beginning.
  if (Number(occurredAtMs) < loadedAtMs - CLOCK_SKEW_MS) return
  const index = layout.indexOf(seatNumber as SeatNumber)
  if (index === undefined || version <= (versions[index] ?? 0)) return
  versions[index] = version
  showSeat(view, seatNumber as SeatNumber, newStatus as SeatStatus)
}

async function lookAtAll(ports: InventoryPorts): Promise<void> {
  const queue = ports.events.all().values()
  await Promise.all(
    Array.from({ length: LOOKS_AT_ONCE }, async () => {
      for (const event of queue) await look(ports, event)
    }),
  )
}

/** Takes over sale rules and the counts of areas; a map that was replaced is read anew. */
async function look(ports: InventoryPorts, event: LoadedEvent): Promise<void> {
  const { eventId, map } = event
  const head = await ports.seatMaps.head(eventId)
  if ((head?.version ?? 0) !== (map?.version ?? 0)) return ports.events.forget(eventId)
  const sale = await ports.sales.get(eventId)
  if (sale && sale.eventVersion >= (event.sale?.eventVersion ?? 0)) event.sale = sale
  if (map && map.layout.areas.length > 0) await correctView(ports, event, [])
}
