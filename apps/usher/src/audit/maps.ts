import { seatMapsTable, seatMapTextsTable } from '@usher/inventory/adapters/tables/rows'
import { seatMapText } from '@usher/inventory/adapters/tables/seat-map-texts'
import type { Tables } from '@usher/stores'
import { allRows } from './all-rows.ts'
import type { Findings } from './findings.ts'

/** What is for sale at one event. */
export interface EventMap {
  readonly eventId: number
  readonly seats: ReadonlySet<string>
  /** Area name -> places. */
  readonly areas: ReadonlyMap<string, number>
}

/** What every part of the audit gets. */
export interface Audit {
  readonly tables: Tables
  readonly findings: Findings
  readonly maps: ReadonlyMap<number, EventMap>
}

interface MapText {
  readonly sections?: readonly {
    readonly rows: readonly { readonly seats: readonly { readonly seat_number: string }[] }[]
  }[]
  readonly areas?: readonly { readonly name: string; readonly capacity: number }[]
}

/** The seats and areas of every event that has a map. */
export async function loadMaps(
  tables: Tables,
  findings: Findings,
): Promise<ReadonlyMap<number, EventMap>> {
  const maps = new Map<number, EventMap>()
  for await (const { event_id, total_capacity } of allRows(tables, seatMapsTable)) {
    const text = tables.get(seatMapTextsTable, event_id)
    const map = readMap(event_id, text ? await seatMapText(text) : '{}')
    maps.set(event_id, map)
    findings.count('events')
    findings.count('seats', map.seats.size)
    findings.count('areas', map.areas.size)
    const capacity =
      map.seats.size + [...map.areas.values()].reduce((sum, places) => sum + places, 0)
    if (capacity !== total_capacity) {
      findings.violation('I3', 'the map has another capacity than its record says', {
        event_id,
        capacity,
        total_capacity,
      })
    }
  }
  return maps
}

function readMap(eventId: number, text: string): EventMap {
  const { sections = [], areas = [] } = JSON.parse(text) as MapText
  const seats = new Set<string>()
  for (const { rows } of sections) {
    for (const row of rows) for (const seat of row.seats) seats.add(seat.seat_number)
  }
  return { eventId, seats, areas: new Map(areas.map(({ name, capacity }) => [name, capacity])) }
}
