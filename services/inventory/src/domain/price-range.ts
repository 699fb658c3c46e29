import type { SeatMap } from './seat-map.ts'

/** The cheapest and the dearest seat or place, in minor units. */
export interface PriceRange {
  readonly minMinor: number
  readonly maxMinor: number
}

/** The range of what is for sale, which is at least one thing. */
export function priceRangeOf(sold: readonly { readonly priceMinor: number }[]): PriceRange {
  let [minMinor, maxMinor] = [Infinity, 0]
  for (const { priceMinor } of sold) {
    minMinor = Math.min(minMinor, priceMinor)
    maxMinor = Math.max(maxMinor, priceMinor)
  }
  if (minMinor > maxMinor) throw new RangeError('nothing is for sale')
  return { minMinor, maxMinor }
}

/** The range of a map's seats and areas; a category that nobody can buy does not count. */
export function mapPrices({ categories, sections, areas }: SeatMap): PriceRange {
  const sold = new Set(areas.map(({ category }) => category))
  for (const { rows } of sections) {
    for (const { seats } of rows) for (const { category } of seats) sold.add(category)
  }
  return priceRangeOf(categories.filter(({ name }) => sold.has(name)))
}
