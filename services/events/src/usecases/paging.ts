import { wholeNumberField } from '../domain/fields.ts'

/** One page of a list; `nextCursor` is empty at the end. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string
}

const PAGE_DEFAULT = 20
const PAGE_MAX = 100

/** How many items a page has; zero asks for the default. Throws invalid / invalid_field. */
export function pageSize(limit: number): number {
  return limit === 0 ? PAGE_DEFAULT : wholeNumberField('limit', limit, { min: 1, max: PAGE_MAX })
}
