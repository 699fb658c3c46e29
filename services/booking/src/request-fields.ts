import { type BookingId, DomainError, isId, type OperationId } from '@usher/kernel'

const OPERATION_ID_CHARS_MAX = 200

/** Throws invalid / missing_field when it is empty. */
export function required(field: string, text: string): string {
  if (text) return text
  throw new DomainError('invalid', 'missing_field', `${field} is missing`, { field })
}

/** Throws invalid / too_long. */
export function bounded(field: string, text: string, charsMax: number): string {
  if (text.length <= charsMax) return text
  throw new DomainError('invalid', 'too_long', `${field} is too long`, { field, max: charsMax })
}

/** One page of what may be asked for at once. */
const MANY_MAX = 100

/** Throws invalid / too_many. What cannot be a booking's id names none. */
export function bookingIdsFrom(texts: readonly string[]): readonly BookingId[] {
  if (texts.length <= MANY_MAX) return texts.filter((text) => isId('booking', text))
  const facts = { field: 'booking_ids', max: MANY_MAX }
  throw new DomainError('invalid', 'too_many', 'too many bookings at once', facts)
}

/** Undefined when it is empty: the call is not repeatable. */
export function operationFrom(text: string): OperationId | undefined {
  if (!text) return undefined
  return bounded('operation_id', text, OPERATION_ID_CHARS_MAX) as OperationId
}
