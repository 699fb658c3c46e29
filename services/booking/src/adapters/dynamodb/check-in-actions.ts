import { secondsOf } from '@usher/stores/dynamodb/seconds'
import type { TransactItem } from '@usher/stores/dynamodb/transact-write'
import type { CheckIn } from '../../domain/check-in.ts'
import type { ScanOperation, SeenTicket, Undo } from '../../ports/check-in-store.ts'
import { checkInItem } from './check-in-item.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import {
  bookingsTable,
  checkInOperationsTable,
  checkInsTable,
  ticketStatesTable,
} from './table-descriptions.ts'
import { ticketAttribute } from './ticket-state.ts'

/** Where the ticket is in both transactions. */
export const TICKET = 0

/** Lets somebody in: their ticket, if all is as it was seen, and the records of it. */
export function admitActions(
  needs: StoreNeeds,
  checkIn: CheckIn,
  seen: SeenTicket,
): readonly TransactItem[] {
  const { dynamodb } = needs
  const isSameIssue =
    seen.issue === 1 ? '(attribute_not_exists(issue) OR issue = :issue)' : 'issue = :issue'
  const ticket = {
    TableName: dynamodb.table(ticketStatesTable.name),
    Key: { booking_id: checkIn.bookingId },
    UpdateExpression: 'SET #ticket = :check_in ADD version :one',
    ConditionExpression: `attribute_not_exists(#ticket) AND ${isSameIssue}`,
    ExpressionAttributeNames: { '#ticket': ticketAttribute(checkIn.number) },
    ExpressionAttributeValues: { ':check_in': checkIn.checkInId, ':one': 1, ':issue': seen.issue },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  }
  const booking = {
    TableName: dynamodb.table(bookingsTable.name),
    Key: { booking_id: checkIn.bookingId },
    ConditionExpression: 'version = :seen',
    ExpressionAttributeValues: { ':seen': seen.bookingVersion },
  }
  const record = { TableName: dynamodb.table(checkInsTable.name), Item: checkInItem(checkIn) }
  return [
    { Update: ticket },
    { ConditionCheck: booking },
    { Put: record },
    ...operationAction(needs, checkIn),
  ]
}

function operationAction({ dynamodb }: StoreNeeds, checkIn: CheckIn): TransactItem[] {
  const { eventId, scannerId, operationId, checkInId } = checkIn
  if (!operationId) return []
  const TableName = dynamodb.table(checkInOperationsTable.name)
  const Item = { ...operationKey({ eventId, scannerId, operationId }), check_in_id: checkInId }
  return [{ Put: { TableName, Item } }]
}

export function operationKey({ eventId, scannerId, operationId }: ScanOperation) {
  return { scanner: `${eventId}#${scannerId}`, operation_id: operationId }
}

/** The ticket admits again, and the record says who saw to that. */
export function undoActions(
  { dynamodb }: StoreNeeds,
  { checkInId, bookingId, number }: CheckIn,
  { undoneBy, atMs }: Undo,
): readonly TransactItem[] {
  const ticket = {
    TableName: dynamodb.table(ticketStatesTable.name),
    Key: { booking_id: bookingId },
    UpdateExpression: 'REMOVE #ticket ADD version :one',
    ConditionExpression: '#ticket = :check_in',
    ExpressionAttributeNames: { '#ticket': ticketAttribute(number) },
    ExpressionAttributeValues: { ':check_in': checkInId, ':one': 1 },
  }
  const record = {
    TableName: dynamodb.table(checkInsTable.name),
    Key: { check_in_id: checkInId },
    UpdateExpression: 'SET undone_at = :at, undone_by = :by',
    ConditionExpression: 'undone_at = :never',
    ExpressionAttributeValues: { ':at': secondsOf(atMs), ':by': undoneBy, ':never': 0 },
  }
  return [{ Update: ticket }, { Update: record }]
}
