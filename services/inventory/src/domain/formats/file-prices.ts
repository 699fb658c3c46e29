import { type Currency, isDomainError, parseMoney } from '@usher/kernel'
import { type ProblemList, shown } from './problems.ts'
import { categoryOf, DEFAULT_CATEGORY, type SeatMapDraft } from './seat-map-draft.ts'

/** What a place in a file says of a category and its price. */
export interface Priced {
  readonly where: string
  readonly name: string | undefined
  /** Decimal text. */
  readonly price: string | undefined
}

/** Prices stand on seats but belong to categories: all seats of a category must agree. */
export class FilePrices {
  readonly #draft: SeatMapDraft
  readonly #currency: Currency
  readonly #problems: ProblemList
  /** The place that gave each category its price. */
  readonly #pricedOn = new Map<string, string>()
  readonly #contradicted = new Set<string>()

  constructor(
    draft: SeatMapDraft,
    { currency, problems }: { currency: Currency; problems: ProblemList },
  ) {
    this.#draft = draft
    this.#currency = currency
    this.#problems = problems
  }

  /**
   * The category, declared when it is new; places with a price only are one category a price.
   */
  category({ where, name: named, price }: Priced): string {
    const name = named ?? price ?? DEFAULT_CATEGORY
    const category = categoryOf(this.#draft, name)
    const priceMinor = price === undefined ? undefined : this.#parse(price, where)
    if (priceMinor === undefined) return name
    if (category.priceMinor === undefined) {
      category.priceMinor = priceMinor
      this.#pricedOn.set(name, where)
    } else if (category.priceMinor !== priceMinor && !this.#contradicted.has(name)) {
      this.#contradicted.add(name)
      const other = this.#pricedOn.get(name) ?? 'another line'
      const reason = `price: category ${shown(name)} has another price on ${other}`
      this.#problems.add(where, reason)
    }
    return name
  }

  #parse(price: string, where: string): number | undefined {
    try {
      return parseMoney(price, this.#currency).amountMinor
    } catch (error) {
      if (!isDomainError(error)) throw error
      this.#problems.add(where, `price: ${error.message}: ${shown(price)}`)
      return undefined
    }
  }
}
