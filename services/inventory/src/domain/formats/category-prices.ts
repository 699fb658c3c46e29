import type { Category } from '../seat-map.ts'
import type { NoteList, ProblemList } from './problems.ts'
import type { CategoryDraft, SeatMapDraft } from './seat-map-draft.ts'

/** Category name -> price in minor units; `*` stands for every category that is not named. */
export type CategoryPrices = Readonly<Record<string, number>>

/** Colours that stay apart for most colour-blind people (Okabe and Ito, 2008). */
const PALETTE = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#d55e00',
  '#f0e442',
  '#999999',
]

/** So that even a full stadium's total stays a safe integer: 10^9 minor units times 10^6 places. */
const MAX_PRICE_MINOR = 1_000_000_000

/**
 * The categories with prices: the caller's first, then the file's, then `*`. When neither has any
 * price the map is read with every category free, and a note says so; a price for some and none for
 * others is a problem, never a free seat.
 */
export function pricedCategories(
  draft: SeatMapDraft,
  { prices, problems, notes }: { prices: CategoryPrices; problems: ProblemList; notes: NoteList },
): Category[] {
  checkPrices(prices, problems)
  const drafts = [...draft.categories.values()]
  const unpriced = drafts.filter((its) => priceOf(its, prices) === undefined)
  const allFree = unpriced.length === drafts.length && Object.keys(prices).length === 0
  const sold = soldCategories(draft)
  for (const { name } of unpriced) {
    if (!sold.has(name)) continue
    if (allFree) notes.add(`category ${JSON.stringify(name)}`, 'is free until a price is given')
    else problems.add('prices', `category ${JSON.stringify(name)} has no price: pass prices`)
  }
  for (const name of Object.keys(prices)) {
    if (name === '*' || draft.categories.has(name)) continue
    notes.add('prices', `no category is called ${JSON.stringify(name)} in this map`)
  }
  return drafts.map((its, index) => ({
    name: its.name,
    priceMinor: priceOf(its, prices) ?? 0,
    color: its.color ?? PALETTE[index % PALETTE.length] ?? '#999999',
  }))
}

/** The categories that somebody can buy; the others need no price. */
function soldCategories({ sections, areas }: SeatMapDraft): Set<string> {
  const sold = new Set([...areas.values()].map((area) => area.category))
  let latest: string | undefined
  for (const { rows } of sections.values()) {
    for (const row of rows) {
      for (const { category } of row.seats) {
        if (category !== latest) sold.add((latest = category))
      }
    }
  }
  return sold
}

function priceOf({ name, priceMinor }: CategoryDraft, prices: CategoryPrices): number | undefined {
  return own(prices, name) ?? priceMinor ?? own(prices, '*')
}

/** Only own properties: a category may be called `constructor`. */
function own(prices: CategoryPrices, name: string): number | undefined {
  return Object.hasOwn(prices, name) ? prices[name] : undefined
}

function checkPrices(prices: CategoryPrices, problems: ProblemList): void {
  for (const [name, priceMinor] of Object.entries(prices)) {
    if (Number.isSafeInteger(priceMinor) && priceMinor >= 0 && priceMinor <= MAX_PRICE_MINOR)
      continue
    problems.add(
      'prices',
      `the price of ${JSON.stringify(name)} is not from 0 to ${MAX_PRICE_MINOR}`,
    )
  }
}
