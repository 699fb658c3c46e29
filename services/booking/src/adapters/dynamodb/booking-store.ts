import { isDeepStrictEqual } from 'node:util'
import {
  type BookingId,
  type BookingReference,
  DomainError,
  type EventId,
  type ReservationId,
  type UserId,
} from '@usher/kernel'
import { dynamodbUnavailable } from '@usher/stores/dynamodb/dynamodb-errors'
import { updateItem } from '@usher/stores/dynamodb/item-access'
import { secondsOf } from '@usher/stores/dynamodb/seconds'
import { transactRetried } from '@usher/stores/dynamodb/transact-retried'
import type { ActionFate, TransactItem } from '@usher/stores/dynamodb/transact-write'
import type { Booking } from '../../domain/booking.ts'
import { ticketIdOf } from '../../domain/ticket.ts'
import type {
  BookingChange,
  BookingStore,
  CreateOutcome,
  EventTotals,
  Page,
  UserPlace,
} from '../../ports/booking-store.ts'
import { CREATE, createActions, UPDATE, updateActions } from './booking-actions.ts'
import { BookingReads } from './booking-reads.ts'
import { eventCancellation, markEventCancelled } from './cancelled-events.ts'
import { totalSales } from './event-sales.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { bookingsTable, ticketStatesTable } from './table-descriptions.ts'
import { insideWith, readTicketState, type TicketState, unchangedSince } from './ticket-state.ts'

/** How often a change looks again at tickets that are being scanned. */
const LOOKS_MAX = 20

/** Bookings in DynamoDB. Any number of processes may have one over the same tables. */
export function dynamodbBookingStore(needs: StoreNeeds): BookingStore {
  return new DynamodbBookingStore(needs)
}

/** Each write is one transaction whose conditions are all that it rests on. */
class DynamodbBookingStore implements BookingStore {
  readonly #needs: StoreNeeds
  readonly #reads: BookingReads

  constructor(needs: StoreNeeds) {
    this.#needs = needs
    this.#reads = new BookingReads(needs)
  }

  async create(booking: Booking, dueAtMs: number): Promise<CreateOutcome> {
    this.#reads.dueShards.expect(booking.bookingId, dueAtMs)
    const actions = () => createActions(this.#needs, booking, dueAtMs)
    const result = await transactRetried(this.#needs, actions)
    if (result.kind === 'done') return { created: true }
    if (result.kind === 'failed') {
      const outcome = await this.#refusal(booking, result.fates)
      return hasGivenWay(outcome, booking) ? this.create(booking, dueAtMs) : outcome
    }
    const stored = await this.#reads.byId(booking.bookingId)
    if (isDeepStrictEqual(stored, booking)) return { created: true }
    throw dynamodbUnavailable(result.error)
  }

  async #refusal(booking: Booking, fates: readonly ActionFate[]): Promise<CreateOutcome> {
    const payer = fates[CREATE.payer]
    const isTaken = payer?.kind === 'failed' || fates[CREATE.booking]?.kind === 'failed'
    const found = payer?.kind === 'failed' ? payer.found?.['booking_id'] : booking.bookingId
    if (isTaken) return this.#taken(found as BookingId)
    const event = fates[CREATE.event]?.kind === 'failed'
    const reference = fates[CREATE.reference]?.kind === 'failed'
    if (event && !reference) return { created: false, because: 'event_cancelled' }
    return { created: false, because: 'reference_taken' }
  }

  async #taken(bookingId: BookingId): Promise<CreateOutcome> {
    const by = await this.#reads.byId(bookingId)
    if (!by) throw new Error(`booking ${bookingId} stands in the way and is not there`)
    return { created: false, because: 'taken', by }
  }

  async update(change: BookingChange): Promise<boolean> {
    const { before, notCheckedIn = none } = change
    if (notCheckedIn.length === 0) return this.#update(change).then(({ kind }) => kind === 'done')
    for (let look = 1; look <= LOOKS_MAX; look++) {
      const tickets = await readTicketState(this.#needs, before.bookingId)
      const inside = notCheckedIn.filter((number) => insideWith(tickets, number))
      if (inside.length > 0) {
        if ((await this.get(before.bookingId))?.version !== before.version) return false
        throw alreadyCheckedIn(before, inside)
      }
      const { kind } = await this.#update(change, tickets)
      if (kind !== 'scanned') return kind === 'done'
    }
    const message = 'the tickets of this booking are being scanned all the time'
    throw new DomainError('unavailable', 'booking_busy', message, { booking_id: before.bookingId })
  }

  /** `scanned`: a ticket's state is not the one that was looked at. */
  async #update(
    change: BookingChange,
    tickets?: TicketState,
  ): Promise<{ readonly kind: 'done' | 'changed' | 'scanned' }> {
    const { before, dueAtMs } = change
    if (dueAtMs !== undefined) this.#reads.dueShards.expect(before.bookingId, dueAtMs)
    const result = await transactRetried(this.#needs, () => [
      ...updateActions(this.#needs, change),
      ...(tickets ? [this.#requireUnscanned(change.before, tickets)] : []),
    ])
    if (result.kind === 'done') {
      if (dueAtMs === undefined) this.#reads.dueShards.settle(before.bookingId)
      return result
    }
    if (result.kind === 'failed') {
      const isChanged = result.fates[UPDATE.booking]?.kind === 'failed'
      return { kind: isChanged ? 'changed' : 'scanned' }
    }
    const stored = await this.#reads.byId(change.before.bookingId)
    if (isDeepStrictEqual(stored, change.after)) return { kind: 'done' }
    throw dynamodbUnavailable(result.error)
  }

  #requireUnscanned({ bookingId }: Booking, tickets: TicketState): TransactItem {
    return {
      ConditionCheck: {
        TableName: this.#needs.dynamodb.table(ticketStatesTable.name),
        Key: { booking_id: bookingId },
        ...unchangedSince(tickets),
      },
    }
  }

  async postpone(bookingId: BookingId, dueAtMs: number): Promise<void> {
    this.#reads.dueShards.expect(bookingId, dueAtMs)
    await updateItem(this.#needs, {
      TableName: this.#needs.dynamodb.table(bookingsTable.name),
      Key: { booking_id: bookingId },
      UpdateExpression: 'SET due_at = :due',
      ConditionExpression: 'attribute_exists(due_at)',
      ExpressionAttributeValues: { ':due': secondsOf(dueAtMs) },
    })
  }

  get(bookingId: BookingId): Promise<Booking | undefined> {
    return this.#reads.byId(bookingId)
  }

  many(bookingIds: readonly BookingId[]): Promise<readonly Booking[]> {
    return this.#reads.byIds([...new Set(bookingIds)])
  }

  byReference(reference: BookingReference): Promise<Booking | undefined> {
    return this.#reads.byReference(reference)
  }

  lastOf(reservationId: ReservationId): Promise<Booking | undefined> {
    return this.#reads.payer(reservationId)
  }

  due(nowMs: number, limit: number): Promise<readonly BookingId[]> {
    return this.#reads.due(nowMs, limit)
  }

  ofUser(userId: UserId, page: Page<UserPlace>): Promise<readonly Booking[]> {
    return this.#reads.ofUser(userId, page)
  }

  ofEvent(eventId: EventId, page: Page<BookingId>): Promise<readonly Booking[]> {
    return this.#reads.ofEvent(eventId, page)
  }

  markEventCancelled(eventId: EventId, finished: boolean): Promise<void> {
    return markEventCancelled(this.#needs, eventId, finished)
  }

  eventCancellation(eventId: EventId): Promise<'none' | 'begun' | 'finished'> {
    return eventCancellation(this.#needs, eventId)
  }

  totals(eventId: EventId): Promise<EventTotals> {
    return totalSales(this.#needs, eventId)
  }
}

const none: readonly number[] = []

/** It stood in the way when the transaction looked, and has failed before it was read. */
function hasGivenWay(outcome: CreateOutcome, { bookingId, operationId }: Booking): boolean {
  if (outcome.created || outcome.because !== 'taken') return false
  const { by } = outcome
  return by.status === 'FAILED' && by.operationId !== operationId && by.bookingId !== bookingId
}

function alreadyCheckedIn({ bookingId }: Booking, numbers: readonly number[]): DomainError {
  const tickets = numbers.map((number) => ticketIdOf({ bookingId, number }))
  const message = 'somebody has come in with these tickets'
  return new DomainError('conflict', 'already_checked_in', message, { tickets })
}
