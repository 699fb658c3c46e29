import type { EventId, SeatNumber, UserId } from '@usher/kernel'
import {
  countItems,
  getItems,
  type Item,
  mergedItems,
  queryItems,
} from '@usher/stores/dynamodb/batch-reads'
import { getItem } from '@usher/stores/dynamodb/item-access'
import type { TakenPlaces } from '../../domain/area.ts'
import type { JournalEntry } from '../../domain/journal.ts'
import type { SeatState, SeatStatus } from '../../domain/seat.ts'
import type { Page, TouchedSeat } from '../../ports/seat-ledger.ts'
import { takenPlacesOf } from './area-actions.ts'
import { journalEntryOf } from './journal-item.ts'
import type { PlacedEvent, PlacedEvents } from './placed-events.ts'
import { buyerKey, countOf } from './seat-actions.ts'
import { seatStateOf } from './seat-item.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import {
  areaCountsTable,
  buyerCountsTable,
  seatJournalTable,
  seatsTable,
} from './table-descriptions.ts'

const BEHIND = 'event_id = :key AND seat_number > :after'

/** What is read of an event. Everything is read as it is now, except where a method says so. */
export class SeatReads {
  readonly #needs: StoreNeeds & { readonly placed: PlacedEvents }

  constructor(needs: StoreNeeds & { readonly placed: PlacedEvents }) {
    this.#needs = needs
  }

  async states(
    eventId: EventId,
    seatNumbers: readonly SeatNumber[],
  ): Promise<readonly SeatState[]> {
    return this.#statesAt(await this.#needs.placed.placed(eventId), seatNumbers)
  }

  /** For seats of a reservation: that there is one says that the map stands. */
  async reservedStates(
    eventId: EventId,
    seatNumbers: readonly SeatNumber[],
  ): Promise<readonly SeatState[]> {
    return this.#statesAt(await this.#needs.placed.placedForEver(eventId), seatNumbers)
  }

  async #statesAt(
    event: PlacedEvent,
    seatNumbers: readonly SeatNumber[],
  ): Promise<readonly SeatState[]> {
    const distinct = [...new Set(seatNumbers)]
    const keys = distinct.map((seat) => ({ event_id: event.keyOf(seat), seat_number: seat }))
    const items = await getItems(this.#needs, this.#table(seatsTable), keys)
    const found = new Map(items.map((item) => [item['seat_number'], item]))
    return seatNumbers.map((seatNumber) => seatStateOf(found.get(seatNumber)))
  }

  async touched(
    eventId: EventId,
    { after, limit }: Page<SeatNumber>,
  ): Promise<readonly TouchedSeat[]> {
    const event = await this.#needs.placed.placed(eventId)
    const queries = event.keys.map((key) =>
      queryItems(this.#needs, {
        TableName: this.#table(seatsTable),
        KeyConditionExpression: after === null ? 'event_id = :key' : BEHIND,
        FilterExpression: 'version > :untouched',
        ExpressionAttributeValues: {
          ':key': key,
          ':untouched': 0,
          ...(after !== null && { ':after': after }),
        },
        ConsistentRead: true,
      }),
    )
    const seats: TouchedSeat[] = []
    for await (const item of mergedItems(queries, bySeatNumber)) {
      const seatNumber = item['seat_number'] as SeatNumber
      seats.push({ seatNumber, state: seatStateOf(item) })
      if (seats.length === limit) break
    }
    return seats
  }

  /** Counted by the index, which lags behind by milliseconds: for showing, not for deciding. */
  async taken(eventId: EventId): Promise<TakenPlaces> {
    const { keys } = await this.#needs.placed.placed(eventId)
    const count = async (status: SeatStatus) => {
      const counts = await Promise.all(keys.map((key) => this.#countByStatus(key, status)))
      return counts.reduce((sum, part) => sum + part, 0)
    }
    const statuses = ['RESERVED', 'BOOKED', 'BLOCKED'] as const
    const [reserved = 0, booked = 0, blocked = 0] = await Promise.all(statuses.map(count))
    return { reserved, booked, blocked }
  }

  #countByStatus(key: number, status: SeatStatus): Promise<number> {
    return countItems(this.#needs, {
      TableName: this.#table(seatsTable),
      IndexName: 'status-index',
      KeyConditionExpression: 'event_id = :key AND #status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':key': key, ':status': status },
    })
  }

  async takenPlaces(eventId: EventId): Promise<ReadonlyMap<string, TakenPlaces>> {
    const areas = new Map<string, TakenPlaces>()
    const query = {
      TableName: this.#table(areaCountsTable),
      KeyConditionExpression: 'event_id = :event',
      ExpressionAttributeValues: { ':event': eventId },
      ConsistentRead: true,
    }
    for await (const item of queryItems(this.#needs, query)) {
      areas.set(String(item['area']), takenPlacesOf(item))
    }
    return areas
  }

  async buyerCount(eventId: EventId, userId: UserId): Promise<number> {
    const key = { buyer: buyerKey(eventId, userId) }
    return countOf(await getItem(this.#needs, this.#table(buyerCountsTable), key))
  }

  /** The journals of the partitions as one. */
  async journal(
    eventId: EventId,
    { after, limit }: Page<number>,
  ): Promise<readonly JournalEntry[]> {
    const { keys } = await this.#needs.placed.placed(eventId)
    const queries = keys.map((key) =>
      queryItems(this.#needs, {
        TableName: this.#table(seatJournalTable),
        KeyConditionExpression: 'event_id = :key AND #sequence > :after',
        ExpressionAttributeNames: { '#sequence': 'sequence' },
        ExpressionAttributeValues: { ':key': key, ':after': after ?? 0 },
        ConsistentRead: true,
        Limit: limit,
      }),
    )
    const entries: JournalEntry[] = []
    for await (const item of mergedItems(queries, bySequence)) {
      entries.push(journalEntryOf(item))
      if (entries.length === limit) break
    }
    return entries
  }

  #table({ name }: { name: string }): string {
    return this.#needs.dynamodb.table(name)
  }
}

/** As DynamoDB orders keys: by the bytes of UTF-8. */
function bySeatNumber(a: Item, b: Item): number {
  return Buffer.compare(
    Buffer.from(String(a['seat_number'])),
    Buffer.from(String(b['seat_number'])),
  )
}

function bySequence(a: Item, b: Item): number {
  return Number(a['sequence']) - Number(b['sequence'])
}
