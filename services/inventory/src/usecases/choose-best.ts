import { DomainError } from '@usher/kernel'
import { bestAvailable, type SeatWish } from '../domain/best-available.ts'
import type { SeatState } from '../domain/seat.ts'
import type { AreaFacts, SeatLayout } from '../domain/seat-layout.ts'
import { unavailableSeats } from '../domain/takeover.ts'
import type { InventoryPorts } from '../inventory-ports.ts'
import { readSeats } from './choose-named.ts'
import { type Chosen, type OpenSale, wantedPlaces, wantedSeat } from './chosen.ts'
import { showRead } from './correct-view.ts'
import { recallFree } from './recall-free.ts'

/**
 * The best seats for the wish; `none` when there are not enough; `again` when the view lagged and
 * has been corrected.
 */
export async function chooseBest(
  ports: InventoryPorts,
  sale: OpenSale,
  wish: SeatWish,
): Promise<Chosen | 'again' | 'none'> {
  const { layout, view } = sale.map
  if (!admitsSeats(layout, wish)) return bestArea(sale, wish)
  const choice = bestAvailable(view, wish, sale.rules.orphanRule)
  if (!choice) return 'none'
  // From here on nobody else in this process is offered them.
  for (const index of choice.seats) view.set(index, 'RESERVED')
  const seatNumbers = choice.seats.map((index) => layout.seatNumberAt(index))
  const free = recallFree(ports, sale, seatNumbers)
  const { states, displaced } = free
    ? { states: free, displaced: [] }
    : await readSeats(ports, sale, seatNumbers)
  const seats = choice.seats.map((index, at) => wantedSeat(layout, index, states[at] as SeatState))
  if (unavailableSeats({ ...sale, seats, displaced }).length > 0) {
    showRead(ports, sale.event, { seatNumbers, states })
    return 'again'
  }
  return { seats, areas: [], adjacent: choice.adjacent, displaced }
}

/**
 * False when the wish can only mean areas. Throws not_found for a section or category that the map
 * does not have.
 */
function admitsSeats({ groups, areas }: SeatLayout, { section, category }: SeatWish): boolean {
  const admitted = (group: { section: string; category: string }) =>
    (section === undefined || group.section === section) &&
    (category === undefined || group.category === category)
  if (groups.some(admitted)) return true
  if (areas.some((area) => admitted({ section: area.name, category: area.category }))) return false
  throw new DomainError('not_found', 'unknown_section', 'no section with such a category', {
    section: section ?? null,
    category: category ?? null,
  })
}

/** A party stays together: all places from the nearest area that has them. */
function bestArea({ map }: OpenSale, wish: SeatWish): Chosen | 'none' {
  if (wish.accessible === true) return 'none'
  const [nearest] = map.layout.areas
    .filter((area) => isWanted(area, wish))
    .filter(({ name }) => map.view.area(name).available >= wish.quantity)
    .sort((a, b) => a.distance - b.distance)
  if (!nearest) return 'none'
  const areas = [wantedPlaces(nearest, wish.quantity)]
  return { seats: [], areas, adjacent: false, displaced: [] }
}

function isWanted(area: AreaFacts, { section, category }: SeatWish): boolean {
  return (
    (section === undefined || area.name === section) &&
    (category === undefined || area.category === category)
  )
}
