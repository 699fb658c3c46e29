import { formatMoney } from '@usher/kernel'
import type { Area, Category, Row, SeatMap, SeatPlace } from '../seat-map.ts'

/**
 * Our own JSON of a map, docs/seat-maps.md; `readSeatMap` makes the same map of it. Fields that say
 * nothing are left out.
 */
export function seatMapJson(map: SeatMap): string {
  const category = ({ name, priceMinor, color }: Category) => {
    return { name, price: formatMoney({ amountMinor: priceMinor, currency: map.currency }), color }
  }
  return JSON.stringify({
    name: map.name,
    currency: map.currency,
    focal_point: map.focalPoint,
    categories: map.categories.map(category),
    sections: map.sections.map(({ name, rows }) => ({ name, rows: rows.map(rowJson) })),
    areas: map.areas.map(areaJson),
  })
}

function rowJson({ name, table, seats }: Row): object {
  return { name, ...(table === 'none' ? {} : { table }), seats: seats.map(seatJson) }
}

function seatJson(seat: SeatPlace): object {
  const { seatNumber: seat_number, label, category, x, y, accessible, companion, gapAfter } = seat
  if (!accessible && !companion && gapAfter !== true) return { seat_number, label, category, x, y }
  return {
    seat_number,
    label,
    category,
    x,
    y,
    ...(accessible ? { accessible } : {}),
    ...(companion ? { companion } : {}),
    ...(gapAfter === true ? { gap_after: true } : {}),
  }
}

function areaJson({ name, category, capacity, x, y }: Area): object {
  return { name, category, capacity, x, y }
}
