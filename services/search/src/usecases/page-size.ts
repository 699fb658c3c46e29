import { DomainError } from '@usher/kernel'

const PAGE_DEFAULT = 20
const PAGE_MAX = 100

/** How many items are answered; zero asks for the default. Throws invalid / invalid_limit. */
export function pageSize(limit: number, byDefault = PAGE_DEFAULT): number {
  if (limit === 0) return byDefault
  if (limit > 0 && limit <= PAGE_MAX) return limit
  const facts = { field: 'limit', max: PAGE_MAX }
  throw new DomainError('invalid', 'invalid_limit', `a limit is from 1 to ${PAGE_MAX}`, facts)
}
