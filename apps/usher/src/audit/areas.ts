import { reservationOf } from '@usher/inventory/adapters/tables/row-words'
import { areaCountsTable, reservationsTable } from '@usher/inventory/adapters/tables/rows'
import { allRows } from './all-rows.ts'
import type { Audit } from './maps.ts'
import { hasSeats, type Reservation } from './reservations.ts'

interface Taken {
  reserved: number
  booked: number
}

/** The counts of every area are those of its reservations, and fit into it (I4). */
export async function auditAreas({ tables, findings, maps }: Audit): Promise<void> {
  const sums = await sumsOfReservations(tables)
  for await (const row of allRows(tables, areaCountsTable)) {
    const { event_id, area, reserved, booked, blocked } = row
    const capacity = maps.get(event_id)?.areas.get(area) ?? 0
    const facts = { event_id, area, reserved, booked, blocked, capacity }
    const sum = sums.get(keyOf(event_id, area)) ?? { reserved: 0, booked: 0 }
    sums.delete(keyOf(event_id, area))
    findings.count('places_reserved', reserved)
    findings.count('places_booked', booked)
    if (Math.min(reserved, booked, blocked) < 0 || reserved + booked + blocked > capacity) {
      findings.violation('I4', 'the area is over its capacity or below zero', facts)
    }
    if (sum.reserved !== reserved || sum.booked !== booked) {
      findings.violation('I4', 'the counts differ from the reservations', { ...facts, sum })
    }
  }
  for (const [area, sum] of sums) {
    if (sum.reserved + sum.booked === 0) continue
    findings.violation('I4', 'reservations have places of an area without counts', { area, sum })
  }
}

async function sumsOfReservations(tables: Audit['tables']): Promise<Map<string, Taken>> {
  const sums = new Map<string, Taken>()
  for await (const row of allRows(tables, reservationsTable)) {
    if (row.areas.length === 0) continue
    const reservation = reservationOf(row)
    if (hasSeats(reservation)) addPlaces(sums, reservation)
  }
  return sums
}

function addPlaces(sums: Map<string, Taken>, reservation: Reservation): void {
  for (const { area, quantity } of reservation.areas) {
    const key = keyOf(reservation.eventId, area)
    const sum = sums.get(key) ?? { reserved: 0, booked: 0 }
    let left = quantity
    for (const { areas } of reservation.cancellations) {
      for (const given of areas) if (given.area === area) left -= given.quantity
    }
    sum[reservation.status === 'CONFIRMED' ? 'booked' : 'reserved'] += left
    sums.set(key, sum)
  }
}

function keyOf(eventId: number, area: string): string {
  return `${eventId}#${area}`
}
