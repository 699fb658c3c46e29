import type { BookingId, CheckInId } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { getItem } from '@usher/stores/dynamodb/item-access'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { ticketStatesTable } from './table-descriptions.ts'

// One item a booking: `issue` and the operations that made it; for each ticket that somebody is
// inside with an attribute `ticket_<number>` with the check-in; `version`, one more with every
// change. No item: the first issue, nobody inside. A booking has some hundred tickets, so an item
// stays far from 400 KB.

/** An item of `ticket_states`. */
export interface TicketState {
  readonly issue: number
  readonly operationIds: readonly string[]
  /** Zero: there is no item. */
  readonly version: number
  readonly item: Item
}

export function ticketStateOf(item: Item = {}): TicketState {
  return {
    issue: Number(item['issue'] ?? 1),
    operationIds: (item['operation_ids'] as readonly string[] | undefined) ?? [],
    version: Number(item['version'] ?? 0),
    item,
  }
}

export async function readTicketState(
  needs: StoreNeeds,
  bookingId: BookingId,
): Promise<TicketState> {
  const table = needs.dynamodb.table(ticketStatesTable.name)
  return ticketStateOf(await getItem(needs, table, { booking_id: bookingId }))
}

/** The check-in with which somebody is inside on this ticket. */
export function insideWith({ item }: TicketState, number: number): CheckInId | undefined {
  return item[ticketAttribute(number)] as CheckInId | undefined
}

export function ticketAttribute(number: number): string {
  return `ticket_${number}`
}

/** A condition: the item is the one that was read. */
export function unchangedSince({ version }: TicketState) {
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(version)' } as const
  const values = { ':seen': version }
  return { ConditionExpression: 'version = :seen', ExpressionAttributeValues: values } as const
}
