import type { BookingId, BookingReference, EventId, ReservationId, UserId } from '@usher/kernel'
import { getItems, type Item, mergedItems, queryItems } from '@usher/stores/dynamodb/batch-reads'
import { DueShards } from '@usher/stores/dynamodb/due-shards'
import { getItem } from '@usher/stores/dynamodb/item-access'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'
import type { Booking } from '../../domain/booking.ts'
import type { Page, UserPlace } from '../../ports/booking-store.ts'
import { bookingOf, DUE_SHARDS } from './booking-item.ts'
import { listKeys } from './event-shards.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import {
  bookingPayersTable,
  bookingReferencesTable,
  bookingsTable,
  eventBookingsTable,
} from './table-descriptions.ts'

/**
 * A new booking is due after an attempt and its margin, which is longer unless configured: only
 * what another process has put off for less, and left behind, is found so much later.
 */
const QUIET_MS = 10_000
/** Read of one shard at a time, at least. */
const SHARD_PAGE_MIN = 8

/**
 * What is read of bookings. What is known by an index, which lags behind by milliseconds, is read
 * again from the table: an index may miss the newest booking, and never shows an old state.
 */
export class BookingReads {
  readonly #needs: StoreNeeds
  /** The store says what it writes. */
  readonly dueShards = new DueShards({ count: DUE_SHARDS, quietMs: QUIET_MS, dueAtMs })

  constructor(needs: StoreNeeds) {
    this.#needs = needs
  }

  async byId(bookingId: BookingId): Promise<Booking | undefined> {
    const item = await this.#get(bookingsTable, { booking_id: bookingId })
    return item && bookingOf(item)
  }

  async byReference(reference: BookingReference): Promise<Booking | undefined> {
    const item = await this.#get(bookingReferencesTable, { booking_reference: reference })
    return item && this.byId(item['booking_id'] as BookingId)
  }

  async payer(reservationId: ReservationId): Promise<Booking | undefined> {
    const item = await this.#get(bookingPayersTable, { reservation_id: reservationId })
    return item && this.byId(item['booking_id'] as BookingId)
  }

  /** From the index alone: whoever takes one up reads it first. */
  async due(nowMs: number, limit: number): Promise<readonly BookingId[]> {
    const queries = this.dueShards.due(nowMs, (shard, untilMs) =>
      queryItems(this.#needs, {
        TableName: this.#table(bookingsTable),
        IndexName: 'due-index',
        KeyConditionExpression: 'due_shard = :shard AND due_at <= :until',
        ProjectionExpression: 'booking_id, due_at',
        ExpressionAttributeValues: { ':shard': shard, ':until': secondsOf(untilMs) },
        Limit: shardPage(limit, DUE_SHARDS),
      }),
    )
    return bookingIds(await taken(mergedItems(queries, byDueTime), limit))
  }

  async ofUser(userId: UserId, { after, limit }: Page<UserPlace>): Promise<readonly Booking[]> {
    const until = after ? ' AND created_at <= :until' : ''
    const query = queryItems(this.#needs, {
      TableName: this.#table(bookingsTable),
      IndexName: 'user-bookings-index',
      KeyConditionExpression: `user_id = :user${until}`,
      ProjectionExpression: 'booking_id, created_at',
      ExpressionAttributeValues: {
        ':user': userId,
        ...(after && { ':until': secondsOf(after.createdAtMs) }),
      },
      ScanIndexForward: false,
      Limit: limit + 1,
    })
    return this.byIds(bookingIds(await taken(newestFirst(query, after), limit)))
  }

  /** From a table, so that it has every booking that was created before. */
  async ofEvent(eventId: EventId, { after, limit }: Page<BookingId>): Promise<readonly Booking[]> {
    const keys = listKeys(eventId)
    const queries = keys.map((key) =>
      queryItems(this.#needs, {
        TableName: this.#table(eventBookingsTable),
        KeyConditionExpression: `event_id = :key${after ? ' AND booking_id > :after' : ''}`,
        ExpressionAttributeValues: { ':key': key, ...(after && { ':after': after }) },
        ConsistentRead: true,
        Limit: shardPage(limit, keys.length),
      }),
    )
    return this.byIds(bookingIds(await taken(mergedItems(queries, byId), limit)))
  }

  /** In their order; no id may be there twice. */
  async byIds(ids: readonly BookingId[]): Promise<readonly Booking[]> {
    const keys = ids.map((id) => ({ booking_id: id }))
    const items = await getItems(this.#needs, this.#table(bookingsTable), keys)
    const found = new Map(items.map((item) => [item['booking_id'], item]))
    return ids.flatMap((id) => {
      const item = found.get(id)
      return item ? [bookingOf(item)] : []
    })
  }

  #get(table: { readonly name: string }, key: Item): Promise<Item | undefined> {
    return getItem(this.#needs, this.#table(table), key)
  }

  #table({ name }: { readonly name: string }): string {
    return this.#needs.dynamodb.table(name)
  }
}

/** Twice what a shard has of a page when they are even, so that it is rarely asked again. */
function shardPage(limit: number, shards: number): number {
  return Math.max(SHARD_PAGE_MIN, Math.ceil((2 * limit) / shards))
}

async function taken(items: AsyncIterable<Item>, limit: number): Promise<readonly Item[]> {
  const first: Item[] = []
  for await (const item of items) {
    first.push(item)
    if (first.length === limit) break
  }
  return first
}

/** Those behind `after`; an index has no order among those of one moment, so they are sorted. */
async function* newestFirst(
  items: AsyncIterable<Item>,
  after: UserPlace | undefined,
): AsyncGenerator<Item, void, undefined> {
  let moment: Item[] = []
  for await (const item of items) {
    if (after && createdAtMs(item) === after.createdAtMs && idOf(item) >= after.bookingId) continue
    if (moment[0] && createdAtMs(moment[0]) !== createdAtMs(item)) {
      yield* moment.sort((a, b) => byId(b, a))
      moment = []
    }
    moment.push(item)
  }
  yield* moment.sort((a, b) => byId(b, a))
}

function bookingIds(items: readonly Item[]): readonly BookingId[] {
  return items.map((item) => item['booking_id'] as BookingId)
}

function dueAtMs(item: Item): number {
  return msOf(Number(item['due_at']))
}

function byDueTime(a: Item, b: Item): number {
  return Number(a['due_at']) - Number(b['due_at']) || byId(a, b)
}

function byId(a: Item, b: Item): number {
  return idOf(a) < idOf(b) ? -1 : 1
}

function idOf(item: Item): string {
  return String(item['booking_id'])
}

function createdAtMs(item: Item): number {
  return msOf(Number(item['created_at']))
}
