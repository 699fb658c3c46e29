import { isDeepStrictEqual } from 'node:util'
import { type OutboxMessage, outboxMessage, topics } from '@usher/bus'
import { outboxTable, putOutbox } from '@usher/bus/dynamodb/outbox-table'
import type { EventId, ReservationId } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import type { Reservation } from '../../domain/reservation.ts'
import type {
  BuyerChange,
  ReservationChange,
  SeatChange,
  SeatTransaction,
} from '../../domain/seat-transaction.ts'
import { areaActions } from './area-actions.ts'
import { type JournalPlace, journalItem } from './journal-item.ts'
import type { PlacedEvent } from './placed-events.ts'
import { reservationItem, reservationOf } from './reservation-item.ts'
import type { Finding, SeatAction } from './seat-action.ts'
import { seatStateOf } from './seat-item.ts'
import { secondsOf } from '@usher/stores/dynamodb/seconds'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import {
  buyerCountsTable,
  reservationsTable,
  seatJournalTable,
  seatMapsTable,
  seatOperationsTable,
  seatsTable,
} from './table-descriptions.ts'

export interface ActionNeeds extends StoreNeeds {
  readonly reservationShards: number
  readonly rememberOperationsMs: number
}

export interface Placed {
  readonly event: PlacedEvent
  readonly journal: JournalPlace
}

const RETURN_OLD = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const

/** Everything that must hold and change together, in the order in which conflicts are listed. */
export function seatActions(
  needs: ActionNeeds,
  transaction: SeatTransaction,
  { event, journal }: Placed,
): SeatAction[] {
  const { eventId, cause } = transaction
  return [
    ...mapActions(needs, transaction, event),
    ...transaction.seats.map((change) => seatAction(needs, change, event)),
    ...transaction.reservations.map((change) => reservationAction(needs, change)),
    ...areaActions(needs, eventId, transaction.areas),
    ...transaction.buyers.flatMap((change) => buyerActions(needs, eventId, change)),
    ...operationActions(needs, transaction),
    journalAction(needs, transaction, journal),
    ...expiredReservations(transaction).map((it) => expiredAction(needs, it, cause.atMs)),
  ]
}

/**
 * The first transactions of an event prove that they are made for its map: the one that takes a
 * seat also freezes it, and from then on nobody has to ask. So the one item that all share is
 * written a few times in the life of an event.
 */
function mapActions(
  { dynamodb }: ActionNeeds,
  { eventId, mapVersion, buyers }: SeatTransaction,
  event: PlacedEvent,
): SeatAction[] {
  if (mapVersion === null || event.frozen) return []
  const takes = buyers.some(({ delta }) => delta > 0)
  const change = takes ? 'SET taken = :change' : 'ADD touches :change'
  const isSame = mapVersion === 0 ? 'attribute_not_exists(version)' : 'version = :version'
  const Update = {
    TableName: dynamodb.table(seatMapsTable.name),
    Key: { event_id: eventId },
    UpdateExpression: change,
    ConditionExpression: isSame,
    ExpressionAttributeValues: {
      ':change': takes ? true : 1,
      ...(mapVersion !== 0 && { ':version': mapVersion }),
    },
    ...RETURN_OLD,
  }
  const onFailed = (found: Item | undefined): Finding => {
    const version = typeof found?.['version'] === 'number' ? found['version'] : 0
    return { kind: 'conflict', conflict: { kind: 'seat_map', version }, stands: false }
  }
  return [{ key: `map/${eventId}`, write: { Update }, onFailed }]
}

const SEAT_NAMES = { '#status': 'status' } as const
const SEAT_UPDATE =
  'SET #status = :next_status, version = :next_version, reservation_id = :next_reservation, ' +
  'booking_id = :booking, reserved_by = :reserved_by, reserved_until = :reserved_until, ' +
  'updated_at = :updated_at'
const SEAT_CONDITION =
  'version = :version AND #status = :status AND reservation_id = :reservation_id'

/** Conditional on the whole predecessor (ADR 0008). A seat that has no item yet is untouched. */
function seatAction(
  { dynamodb }: ActionNeeds,
  { seatNumber, expected, next }: SeatChange,
  event: PlacedEvent,
): SeatAction {
  const hash = event.keyOf(seatNumber)
  const untouched = expected.version === 0 ? 'attribute_not_exists(version) OR ' : ''
  const Update = {
    TableName: dynamodb.table(seatsTable.name),
    Key: { event_id: hash, seat_number: seatNumber },
    UpdateExpression: SEAT_UPDATE,
    ConditionExpression: `${untouched}(${SEAT_CONDITION})`,
    ExpressionAttributeNames: SEAT_NAMES,
    ExpressionAttributeValues: {
      ':status': expected.status,
      ':version': expected.version,
      ':reservation_id': expected.reservationId,
      ':next_status': next.status,
      ':next_version': next.version,
      ':next_reservation': next.reservationId,
      ':booking': next.bookingId,
      ':reserved_by': next.reservedBy,
      ':reserved_until': next.reservedUntilMs === null ? null : secondsOf(next.reservedUntilMs),
      ':updated_at': secondsOf(next.updatedAtMs),
    },
    ...RETURN_OLD,
  }
  const onFailed = (found: Item | undefined): Finding => {
    const current = seatStateOf(found)
    const stands = isDeepStrictEqual(current, next)
    return { kind: 'conflict', conflict: { kind: 'seat', seatNumber, current }, stands }
  }
  return { key: `seat/${hash}/${seatNumber}`, write: { Update }, onFailed }
}

function reservationAction(
  { dynamodb, reservationShards }: ActionNeeds,
  { expected, next }: ReservationChange,
): SeatAction {
  const { reservationId } = next
  const Put = {
    TableName: dynamodb.table(reservationsTable.name),
    Item: reservationItem(next, reservationShards),
    ConditionExpression: expected ? 'version = :version' : 'attribute_not_exists(version)',
    ...(expected && { ExpressionAttributeValues: { ':version': expected.version } }),
    ...RETURN_OLD,
  }
  const onFailed = (found: Item | undefined): Finding => {
    const current = found ? reservationOf(found) : null
    const stands = isDeepStrictEqual(current, next)
    return { kind: 'conflict', conflict: { kind: 'reservation', reservationId, current }, stands }
  }
  return { key: `reservation/${reservationId}`, write: { Put }, onFailed }
}

function buyerActions(
  { dynamodb }: ActionNeeds,
  eventId: EventId,
  { userId, delta, limit }: BuyerChange,
): SeatAction[] {
  if (delta === 0) return []
  const buyer = buyerKey(eventId, userId)
  const limited = limit !== null && delta > 0
  const fits = limited && delta <= limit ? 'attribute_not_exists(#count) OR ' : ''
  const Update = {
    TableName: dynamodb.table(buyerCountsTable.name),
    Key: { buyer },
    UpdateExpression: 'ADD #count :delta',
    ExpressionAttributeNames: { '#count': 'count' },
    ExpressionAttributeValues: { ':delta': delta, ...(limited && { ':room': limit - delta }) },
    ...(limited && { ConditionExpression: `${fits}#count <= :room`, ...RETURN_OLD }),
  }
  const onFailed = (found: Item | undefined): Finding => {
    const count = countOf(found)
    const conflict = { kind: 'buyer', userId, count, delta, limit: limit ?? 0 } as const
    return { kind: 'conflict', conflict, stands: false }
  }
  return [{ key: `buyer/${buyer}`, write: { Update }, onFailed }]
}

export function buyerKey(eventId: EventId, userId: string): string {
  return `${eventId}#${userId}`
}

export function countOf(found: Item | undefined): number {
  return typeof found?.['count'] === 'number' ? found['count'] : 0
}

function operationActions(
  { dynamodb, rememberOperationsMs }: ActionNeeds,
  { operationId, cause, reservations }: SeatTransaction,
): SeatAction[] {
  if (operationId === null) return []
  const reservationId = reservations[0]?.next.reservationId ?? null
  const Put = {
    TableName: dynamodb.table(seatOperationsTable.name),
    Item: operationItem({ operationId, atMs: cause.atMs, reservationId }, rememberOperationsMs),
    ConditionExpression: 'attribute_not_exists(operation_id)',
    ...RETURN_OLD,
  }
  const onFailed = (found: Item | undefined): Finding => ({
    kind: 'repeated',
    reservationId: operationReservation(found),
  })
  return [{ key: `operation/${operationId}`, write: { Put }, onFailed }]
}

interface AppliedOperation {
  readonly operationId: string
  readonly atMs: number
  readonly reservationId: ReservationId | null
}

export function operationItem(
  { operationId, atMs, reservationId }: AppliedOperation,
  rememberOperationsMs: number,
) {
  return {
    operation_id: operationId,
    at: secondsOf(atMs),
    reservation_id: reservationId,
    ttl: Math.ceil(secondsOf(atMs + rememberOperationsMs)),
  }
}

export function operationReservation(found: Item | undefined): ReservationId | null {
  return (found?.['reservation_id'] ?? null) as ReservationId | null
}

function journalAction(
  { dynamodb }: ActionNeeds,
  transaction: SeatTransaction,
  journal: JournalPlace,
): SeatAction {
  const { key, sequence, transactionId } = journal
  const Put = {
    TableName: dynamodb.table(seatJournalTable.name),
    Item: journalItem(journal, transaction),
    ConditionExpression: 'attribute_not_exists(transaction_id)',
    ...RETURN_OLD,
  }
  const onFailed = (found: Item | undefined): Finding => ({
    kind: found?.['transaction_id'] === transactionId ? 'applied' : 'sequence_taken',
  })
  return { key: `journal/${key}/${sequence}`, write: { Put }, onFailed }
}

function expiredReservations({ reservations }: SeatTransaction): Reservation[] {
  return reservations.flatMap(({ next }) => (next.status === 'EXPIRED' ? [next] : []))
}

function expiredAction(needs: ActionNeeds, reservation: Reservation, atMs: number): SeatAction {
  const message: OutboxMessage = outboxMessage(needs, topics.reservationExpired, {
    reservationId: reservation.reservationId,
    eventId: reservation.eventId,
    userId: reservation.userId,
    seatNumbers: reservation.seats.map(({ seatNumber }) => seatNumber),
    areas: Object.fromEntries(reservation.areas.map(({ area, quantity }) => [area, quantity])),
    expiredAtMs: BigInt(atMs),
  })
  const write = putOutbox(needs.dynamodb.table(outboxTable.name), message)
  const onFailed = (): Finding => {
    throw new Error('an action without a condition has failed')
  }
  return { key: `outbox/${message.id}`, write, onFailed }
}
