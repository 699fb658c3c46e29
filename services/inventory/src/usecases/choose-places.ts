import { unknownArea } from '../domain/errors.ts'
import type { AreaQuantity } from '../domain/reservation.ts'
import { type Chosen, type OpenSale, wantedPlaces } from './chosen.ts'

/** Places of general-admission areas; whether there are enough is for the ledger to say. */
export async function choosePlaces(
  { map: { layout } }: OpenSale,
  wanted: readonly AreaQuantity[],
): Promise<Chosen> {
  const areas = wanted.flatMap(({ area, quantity }) => {
    const facts = layout.areaNamed(area)
    return facts ? [wantedPlaces(facts, quantity)] : []
  })
  if (areas.length < wanted.length) {
    throw unknownArea(wanted.map(({ area }) => area).filter((area) => !layout.areaNamed(area)))
  }
  return { seats: [], areas, adjacent: false, displaced: [] }
}
