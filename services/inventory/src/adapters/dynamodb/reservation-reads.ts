import type { OperationId, ReservationId, UserId } from '@usher/kernel'
import { type Item, mergedItems, queryItems } from '@usher/stores/dynamodb/batch-reads'
import { DueShards } from '@usher/stores/dynamodb/due-shards'
import { getItem } from '@usher/stores/dynamodb/item-access'
import type { Reservation, ReservationInPlace } from '../../domain/reservation.ts'
import type { Outcome } from '../../domain/seat-transaction.ts'
import type { Expiring, ExpiringPage, Page } from '../../ports/seat-ledger.ts'
import { reservationOf, shardedStatus } from './reservation-item.ts'
import { operationReservation } from './seat-actions.ts'
import type { SeatReads } from './seat-reads.ts'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { reservationsTable, seatOperationsTable } from './table-descriptions.ts'

/** Of one buyer, listed at most: the index knows them by their end, and we list by their begin. */
const OF_USER_MAX = 1000
/** How often a reservation is read again that changed while its seats were read. */
const READS_MAX = 5

/**
 * No reservation is shorter than a minute, so one that is made after a look does not end before the
 * next, whichever process has made it.
 */
const QUIET_MS = 30_000
/** Read of one shard at a time when little is due. */
const SHARD_PAGE_MIN = 8

type Needs = StoreNeeds & { readonly reservationShards: number }

/**
 * What is read of reservations. Lists come from indexes, which lag behind by milliseconds: whoever
 * decides reads the reservation itself.
 */
export class ReservationReads {
  readonly #needs: Needs
  readonly #seats: SeatReads
  readonly #dueShards: DueShards

  constructor(needs: Needs, seats: SeatReads) {
    this.#needs = needs
    this.#seats = seats
    const dueAtMs = (item: Item) => msOf(Number(item['expires_at']))
    const options = { count: needs.reservationShards, quietMs: QUIET_MS, dueAtMs }
    this.#dueShards = new DueShards(options)
  }

  /** This process has written it so. */
  written({ reservationId, status, expiresAtMs }: Reservation): void {
    if (status === 'ACTIVE') this.#dueShards.expect(reservationId, expiresAtMs)
    else this.#dueShards.settle(reservationId)
  }

  async byId(reservationId: ReservationId): Promise<Reservation | null> {
    const item = await this.#get(reservationsTable.name, { reservation_id: reservationId })
    return item ? reservationOf(item) : null
  }

  /** Its version before and after says whether the seats read between belong to it. */
  async inPlace(reservationId: ReservationId): Promise<ReservationInPlace | null> {
    let reservation = await this.byId(reservationId)
    if (!reservation) return null
    for (let read = 1; ; read++) {
      const { eventId, seats, version }: Reservation = reservation
      const numbers = seats.map(({ seatNumber }) => seatNumber)
      const states = await this.#seats.reservedStates(eventId, numbers)
      const now: Reservation | null = await this.byId(reservationId)
      if (!now) return null
      if (now.version === version || read === READS_MAX) return { reservation, states }
      reservation = now
    }
  }

  async ofUser(
    userId: UserId,
    { after, limit }: Page<ReservationId>,
  ): Promise<readonly Reservation[]> {
    const query = queryItems(this.#needs, {
      TableName: this.#table(),
      IndexName: 'user-reservations-index',
      KeyConditionExpression: 'user_id = :user',
      ExpressionAttributeValues: { ':user': userId },
      ScanIndexForward: false,
    })
    const all: Reservation[] = []
    for await (const item of query) {
      all.push(reservationOf(item))
      if (all.length === OF_USER_MAX) break
    }
    return all
      .sort((a, b) => (a.reservationId < b.reservationId ? 1 : -1))
      .filter(({ reservationId }) => after === null || reservationId < after)
      .slice(0, limit)
  }

  async due({ nowMs, limit }: { nowMs: number; limit: number }): Promise<readonly Reservation[]> {
    const found: Reservation[] = []
    const batch = Math.max(SHARD_PAGE_MIN, Math.ceil((2 * limit) / this.#needs.reservationShards))
    const queries = this.#dueShards.due(nowMs, (shard, untilMs) =>
      this.#activeIn(shard, { fromMs: 0, untilMs, batch }),
    )
    for await (const item of mergedItems(queries, byExpiry)) {
      found.push(reservationOf(item))
      if (found.length === limit) break
    }
    return found
  }

  /** An index has no order among those that end at one moment: they are read all, and sorted. */
  async expiring({ afterMs, untilMs, after, limit }: Expiring): Promise<ExpiringPage> {
    const fromMs = after ? after.expiresAtMs : afterMs + 1
    if (fromMs > untilMs) return { reservations: [], next: null }
    const found: Reservation[] = []
    for await (const item of this.#active({ fromMs, untilMs, batch: limit + 1 })) {
      const enough = found.length > limit && msOf(Number(item['expires_at'])) > endOf(found[limit])
      if (enough) break
      const reservation = reservationOf(item)
      if (!after || isBehind(reservation, after)) found.push(reservation)
    }
    found.sort(byEnd)
    const reservations = found.slice(0, limit)
    const last = found.length > limit ? reservations.at(-1) : undefined
    const next = last && { expiresAtMs: last.expiresAtMs, reservationId: last.reservationId }
    return { reservations, next: next ?? null }
  }

  async operation(operationId: OperationId): Promise<Outcome | null> {
    const item = await this.#get(seatOperationsTable.name, { operation_id: operationId })
    return item ? { kind: 'repeated', reservationId: operationReservation(item) } : null
  }

  /** ACTIVE reservations of all shards, the soonest end first. */
  #active(range: EndRange) {
    const shards = Array.from({ length: this.#needs.reservationShards }, (_, shard) => shard)
    return mergedItems(
      shards.map((shard) => this.#activeIn(shard, range)),
      byExpiry,
    )
  }

  #activeIn(shard: number, { fromMs, untilMs, batch }: EndRange) {
    return queryItems(this.#needs, {
      TableName: this.#table(),
      IndexName: 'expiry-index',
      KeyConditionExpression: '#status = :active AND expires_at BETWEEN :from AND :until',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':active': shardedStatus('ACTIVE', shard, this.#needs.reservationShards),
        ':from': secondsOf(fromMs),
        ':until': secondsOf(untilMs),
      },
      Limit: batch,
    })
  }

  #get(table: string, key: Item): Promise<Item | undefined> {
    return getItem(this.#needs, this.#needs.dynamodb.table(table), key)
  }

  #table(): string {
    return this.#needs.dynamodb.table(reservationsTable.name)
  }
}

/** When reservations end, and how many of a shard are read at a time. */
interface EndRange {
  readonly fromMs: number
  readonly untilMs: number
  readonly batch: number
}

function byExpiry(a: Item, b: Item): number {
  return Number(a['expires_at']) - Number(b['expires_at'])
}

function isBehind(
  { expiresAtMs, reservationId }: Reservation,
  after: NonNullable<Expiring['after']>,
): boolean {
  return (
    expiresAtMs > after.expiresAtMs ||
    (expiresAtMs === after.expiresAtMs && reservationId > after.reservationId)
  )
}

function endOf(reservation: Reservation | undefined): number {
  return reservation?.expiresAtMs ?? Number.POSITIVE_INFINITY
}

function byEnd(a: Reservation, b: Reservation): number {
  return a.expiresAtMs - b.expiresAtMs || (a.reservationId < b.reservationId ? -1 : 1)
}
