import { isDomainError } from '@usher/kernel'
import type { Problem } from './problems.ts'

/** The problems that reading a file failed with, for tests; none when it did not fail. */
export function problemsOf(read: () => unknown): Problem[] {
  try {
    read()
    return []
  } catch (error) {
    if (!isDomainError(error, 'invalid_seat_map')) throw error
    return error.facts['problems'] as Problem[]
  }
}
