import {
  type ConfigureSaleRequest,
  type PutSeatMapRequest as PutSeatMapMessage,
  type ReserveSeatsRequest,
  SeatMapFormat as SeatMapFormatMessage,
} from '@usher/contracts'
import {
  type BookingId,
  type EventId,
  type OperationId,
  parseCurrency,
  type ReservationId,
  type SeatNumber,
  type UserId,
} from '@usher/kernel'
import type { SeatWish } from './domain/best-available.ts'
import { invalid } from './domain/errors.ts'
import { type SeatMapFormat, seatMapFormats } from './domain/formats/seat-map-format.ts'
import { orphanRules } from './domain/orphan-rule.ts'
import type { AreaQuantity } from './domain/reservation.ts'
import type { SaleRules } from './domain/sale-rules.ts'
import type { SeatChoice } from './usecases/chosen.ts'
import type { PutSeatMapRequest } from './usecases/put-seat-map.ts'
import { requireDistinct, requireQuantity } from './usecases/reservation-size.ts'
import type { ReserveRequest } from './usecases/reserve-seats.ts'

/** Messages as domain words. Whatever a caller may get wrong is refused here, by name. */

const TEXT_MAX = 500
const OPERATION_ID_MAX = 200

export function eventIdOf(eventId: number): EventId {
  if (eventId === 0) throw missing('event_id')
  return eventId as EventId
}

export function reservationIdOf(text: string): ReservationId {
  return requireText('reservation_id', text) as ReservationId
}

export function bookingIdOf(text: string): BookingId {
  return requireText('booking_id', text) as BookingId
}

export function userIdOf(text: string): UserId {
  return requireText('user_id', text) as UserId
}

/** Null: a service asks, any owner. */
export function ownerOf(userId: string): UserId | null {
  return userId === '' ? null : (userId as UserId)
}

export function requireText(field: string, text: string): string {
  if (text === '') throw missing(field)
  return optionalText(field, text)
}

export function optionalText(field: string, text: string): string {
  if (text.length <= TEXT_MAX) return text
  throw invalid('too_long', `${field} is longer than ${TEXT_MAX} characters`, {
    field,
    maximum: TEXT_MAX,
  })
}

export function seatNumbersOf(seats: readonly string[]): readonly SeatNumber[] {
  return seats as readonly SeatNumber[]
}

export function areasOf(areas: Readonly<Record<string, number>>): readonly AreaQuantity[] {
  const quantities = Object.entries(areas).map(([area, quantity]) => ({ area, quantity }))
  for (const { quantity } of quantities) requireQuantity(quantity)
  return quantities
}

export function reserveRequestOf(message: ReserveSeatsRequest): ReserveRequest {
  return {
    userId: userIdOf(message.userId),
    eventId: eventIdOf(message.eventId),
    choice: choiceOf(message),
    operationId: operationIdOf(message.operationId),
  }
}

/** Null: the caller does not mean to repeat it. */
export function operationIdOf(text: string): OperationId | null {
  if (text.length > OPERATION_ID_MAX) {
    throw invalid('too_long', `operation_id is longer than ${OPERATION_ID_MAX} characters`)
  }
  return text === '' ? null : (text as OperationId)
}

function choiceOf({ seats, bestAvailable, areas }: ReserveSeatsRequest): SeatChoice {
  const places = areasOf(areas)
  const given = [seats.length > 0, bestAvailable !== undefined, places.length > 0]
  if (given.filter(Boolean).length !== 1) {
    throw invalid('invalid_choice', 'exactly one of seats, best_available and areas is needed')
  }
  if (bestAvailable) return { kind: 'best', wish: wishOf(bestAvailable) }
  if (places.length > 0) {
    requireQuantity(places.reduce((sum, { quantity }) => sum + quantity, 0))
    return { kind: 'areas', areas: places }
  }
  requireQuantity(seats.length)
  const seatNumbers = seatNumbersOf(seats)
  requireDistinct(seatNumbers)
  return { kind: 'seats', seatNumbers }
}

function wishOf({
  quantity,
  section,
  category,
  accessible,
}: NonNullable<ReserveSeatsRequest['bestAvailable']>): SeatWish {
  requireQuantity(quantity)
  return {
    quantity,
    accessible,
    ...(section !== '' && { section }),
    ...(category !== '' && { category }),
  }
}

/** Null: found by the content. */
const formats: Partial<Record<SeatMapFormatMessage, SeatMapFormat | null>> = {
  [SeatMapFormatMessage.UNSPECIFIED]: null,
  [SeatMapFormatMessage.USHER]: 'usher',
  [SeatMapFormatMessage.PRETIX]: 'pretix',
  [SeatMapFormatMessage.CSV]: 'csv',
  [SeatMapFormatMessage.SVG]: 'svg',
  [SeatMapFormatMessage.SEATSIO]: 'seatsio',
  [SeatMapFormatMessage.JSON]: 'json',
}

export function putSeatMapRequestOf(message: PutSeatMapMessage): PutSeatMapRequest {
  const format = formats[message.format]
  if (format === undefined) {
    throw invalid('unknown_format', `a seat map is in one of ${seatMapFormats.join(', ')}`)
  }
  return {
    eventId: eventIdOf(message.eventId),
    format,
    content: message.content,
    columns: message.columns,
    prices: Object.fromEntries(
      Object.entries(message.pricesMinor).map(([name, price]) => [name, numberOf('price', price)]),
    ),
    currency: message.currency === '' ? null : parseCurrency(message.currency),
    dryRun: message.dryRun,
    userId: requireText('user_id', message.userId),
    expectedVersion: message.expectedVersion === 0 ? null : message.expectedVersion,
  }
}

/** The specification's default. */
const RESERVATION_MINUTES = 10

export function saleRulesOf({ rules }: ConfigureSaleRequest): SaleRules {
  if (!rules) throw missing('rules')
  const orphanRule = orphanRules.find((rule) => rule === rules.orphanRule)
  if (!orphanRule) {
    throw invalid('invalid_orphan_rule', `an orphan rule is ${orphanRules.join(', ')}`, {
      orphan_rule: rules.orphanRule,
    })
  }
  return {
    eventId: eventIdOf(rules.eventId),
    currency: parseCurrency(rules.currency),
    saleStartTimeMs: numberOf('sale_start_time_ms', rules.saleStartTimeMs),
    saleEndTimeMs: numberOf('sale_end_time_ms', rules.saleEndTimeMs),
    maxSeatsPerBuyer: rules.maxSeatsPerBuyer === 0 ? null : rules.maxSeatsPerBuyer,
    reservationMinutes: rules.reservationMinutes || RESERVATION_MINUTES,
    orphanRule,
    open: rules.open,
    eventVersion: rules.eventVersion,
  }
}

export function numberOf(field: string, value: bigint): number {
  const number = Number(value)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw invalid('invalid_number', `${field} is out of range`, { field, value: String(value) })
}

function missing(field: string) {
  return invalid('missing_field', `${field} is missing`, { field })
}
