import type { BookingId, CheckInId, EventId } from '@usher/kernel'
import { getItems, type Item, queryItems } from '@usher/stores/dynamodb/batch-reads'
import { dynamodbUnavailable } from '@usher/stores/dynamodb/dynamodb-errors'
import { getItem } from '@usher/stores/dynamodb/item-access'
import { CALL_ATTEMPTS_MAX, jitteredWaitMs } from '@usher/stores/dynamodb/retry-refused'
import {
  transactionsMeet,
  transactOnce,
  transactRetried,
} from '@usher/stores/dynamodb/transact-retried'
import type { CheckIn } from '../../domain/check-in.ts'
import { type TicketKey, ticketIdOf } from '../../domain/ticket.ts'
import type {
  Admission,
  CheckInPage,
  CheckInStore,
  ScanOperation,
  SeenTicket,
  Undo,
} from '../../ports/check-in-store.ts'
import { admitActions, operationKey, TICKET, undoActions } from './check-in-actions.ts'
import { checkInOf, eventGate, placeText } from './check-in-item.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { checkInOperationsTable, checkInsTable, ticketStatesTable } from './table-descriptions.ts'
import { insideWith, readTicketState, ticketStateOf } from './ticket-state.ts'

/** Check-ins in DynamoDB, beside its bookings. */
export function dynamodbCheckInStore(needs: StoreNeeds): CheckInStore {
  return new DynamodbCheckInStore(needs)
}

class DynamodbCheckInStore implements CheckInStore {
  readonly #needs: StoreNeeds

  constructor(needs: StoreNeeds) {
    this.#needs = needs
  }

  async admit(checkIn: CheckIn, seen: SeenTicket): Promise<Admission> {
    for (let attempt = 1; attempt <= CALL_ATTEMPTS_MAX; attempt++) {
      const result = await transactOnce(this.#needs, admitActions(this.#needs, checkIn, seen))
      if (result.kind === 'done') return { admitted: true }
      if (result.kind === 'failed') {
        const fate = result.fates[TICKET]
        const state = ticketStateOf(fate?.kind === 'failed' ? fate.found : undefined)
        return this.#refusal(checkIn, insideWith(state, checkIn.number))
      }
      // Others are at this ticket: whoever has come in by now is read, which gets in nobody's way.
      const inside = await this.#inside(checkIn)
      if (inside) return this.#refusal(checkIn, inside)
      if (result.kind === 'unknown') throw dynamodbUnavailable(result.error)
      await this.#needs.clock.sleep(jitteredWaitMs(this.#needs, attempt))
    }
    throw transactionsMeet()
  }

  async #inside({ bookingId, number }: TicketKey): Promise<CheckInId | undefined> {
    return insideWith(await readTicketState(this.#needs, bookingId), number)
  }

  async #refusal(checkIn: CheckIn, inside: CheckInId | undefined): Promise<Admission> {
    // An earlier attempt took effect and its answer was lost.
    if (inside === checkIn.checkInId) return { admitted: true }
    const first = inside && (await this.#get(inside))
    // Undone since, which the next look will see.
    if (first?.undoneAtMs !== 0) return { admitted: false, because: 'changed' }
    return { admitted: false, because: 'already_redeemed', first }
  }

  async undo(undo: Undo): Promise<CheckIn | undefined> {
    const found = await this.#get(undo.checkInId)
    if (found?.eventId !== undo.eventId) return undefined
    if (found.undoneAtMs > 0) return found
    const result = await transactRetried(this.#needs, () => undoActions(this.#needs, found, undo))
    if (result.kind === 'done') {
      return { ...found, undoneAtMs: undo.atMs, undoneBy: undo.undoneBy }
    }
    const now = await this.#get(undo.checkInId)
    if (now && now.undoneAtMs > 0) return now
    throw dynamodbUnavailable(result.kind === 'unknown' ? result.error : undefined)
  }

  async live(tickets: readonly TicketKey[]): Promise<ReadonlyMap<string, CheckIn>> {
    const bookingIds = new Set(tickets.map(({ bookingId }) => bookingId))
    const states = await this.#ticketStates([...bookingIds])
    const inside = tickets.flatMap((ticket) => {
      const checkInId = insideWith(ticketStateOf(states.get(ticket.bookingId)), ticket.number)
      return checkInId ? [[ticketIdOf(ticket), checkInId] as const] : []
    })
    const checkIns = await this.#getAll(inside.map(([, checkInId]) => checkInId))
    return new Map(
      inside.flatMap(([ticketId, checkInId]) => {
        const checkIn = checkIns.get(checkInId)
        // Undone since the state of its ticket was read.
        return checkIn?.undoneAtMs === 0 ? [[ticketId, checkIn] as const] : []
      }),
    )
  }

  async byOperation(operation: ScanOperation): Promise<CheckIn | undefined> {
    const table = this.#table(checkInOperationsTable)
    const item = await getItem(this.#needs, table, operationKey(operation))
    return item && this.#get(item['check_in_id'] as CheckInId)
  }

  /** From an index, which lags behind by milliseconds: for lists, not for decisions. */
  async ofEvent(
    eventId: EventId,
    { gate, after, limit }: CheckInPage,
  ): Promise<readonly CheckIn[]> {
    const behind = after ? ' AND place > :after' : ''
    const query = queryItems(this.#needs, {
      TableName: this.#table(checkInsTable),
      IndexName: gate ? 'gate-check-ins-index' : 'event-check-ins-index',
      KeyConditionExpression: `${gate ? 'event_gate' : 'event_id'} = :of${behind}`,
      ExpressionAttributeValues: {
        ':of': gate ? eventGate(eventId, gate) : eventId,
        ...(after && { ':after': placeText(after) }),
      },
      Limit: limit,
    })
    const checkIns: CheckIn[] = []
    for await (const item of query) {
      checkIns.push(checkInOf(item))
      if (checkIns.length === limit) break
    }
    return checkIns
  }

  async #get(checkInId: CheckInId): Promise<CheckIn | undefined> {
    const key = { check_in_id: checkInId }
    const item = await getItem(this.#needs, this.#table(checkInsTable), key)
    return item && checkInOf(item)
  }

  async #getAll(ids: readonly CheckInId[]): Promise<ReadonlyMap<string, CheckIn>> {
    const keys = [...new Set(ids)].map((id) => ({ check_in_id: id }))
    const items = await getItems(this.#needs, this.#table(checkInsTable), keys)
    return new Map(items.map(checkInOf).map((checkIn) => [checkIn.checkInId, checkIn]))
  }

  async #ticketStates(ids: readonly BookingId[]): Promise<ReadonlyMap<unknown, Item>> {
    const keys = ids.map((id) => ({ booking_id: id }))
    const items = await getItems(this.#needs, this.#table(ticketStatesTable), keys)
    return new Map(items.map((item) => [item['booking_id'], item]))
  }

  #table({ name }: { readonly name: string }): string {
    return this.#needs.dynamodb.table(name)
  }
}
