import { DomainError, type EventId } from '@usher/kernel'
import { partitionOfKey, PARTITIONS_MAX } from '@usher/stores/dynamodb/spread-keys'
import { NewestSeen } from '@usher/stores/memory/newest-seen'
import { readStoredSeatMap } from '../../domain/formats/stored-seat-map.ts'
import { countSeats, type SeatMap } from '../../domain/seat-map.ts'
import { placeSeats } from '../../domain/seat-placement.ts'
import type {
  NewSeatMap,
  Replacement,
  SeatMapHead,
  SeatMapStore,
} from '../../ports/seat-map-store.ts'
import { fillSeats } from './fill-seats.ts'
import { journaled, type JournaledNeeds } from './journaled-write.ts'
import {
  type MapHead,
  type MapItem,
  type NewMapItem,
  newMapItem,
  seatMapHeadOf,
  type StoredText,
} from './map-head.ts'
import { readMapText, removeMapText, storeMapText } from './map-text.ts'
import type { PlacedEvents } from './placed-events.ts'
import type { SeatReads } from './seat-reads.ts'
import { seatMapsTable } from './table-descriptions.ts'
import { newTransactionToken } from '@usher/stores/dynamodb/transact-retried'

// A map is put in three steps: its text is stored under an id that nobody knows; the event's item
// is switched to it, if nothing was taken or touched meanwhile; every seat gets its item. Whoever
// finds a map whose seats are not all there goes on with the third step.

/** How often a switch is begun anew because seats were blocked or freed meanwhile. */
const ATTEMPTS_MAX = 5
const TOUCHED_PAGE = 1000
/** Blocked seats that stay in the partition of an earlier map; the item holds 400 KB. */
const PINNED_MAX = 5000
/** Heads of events that have sold something: these stand for ever. About 200 bytes each. */
const HEADS_MAX = 10_000

export interface SeatMapStoreNeeds extends JournaledNeeds {
  readonly placed: PlacedEvents
  readonly seatReads: SeatReads
  /** An event gets one partition for each so many seats. */
  readonly seatsPerPartition: number
}

export function dynamodbSeatMapStore(needs: SeatMapStoreNeeds): SeatMapStore {
  const standing = new NewestSeen<EventId, SeatMapHead>({ max: HEADS_MAX })
  return {
    async get(eventId) {
      for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
        const { item, filled } = await needs.placed.head(eventId)
        if (!item) return null
        const text = await readMapText(needs, { mapId: item.map_id, chunks: item.chunks })
        if (text === undefined) continue
        if (!filled) await fillSeats(needs, readStoredSeatMap(text), item)
        await needs.placed.refresh(eventId)
        return { ...seatMapHeadOf(item), text }
      }
      throw replacedAgain(eventId)
    },

    async head(eventId) {
      const known = standing.get(eventId)
      if (known) return known
      const { item, frozen } = await needs.placed.head(eventId)
      const head = item ? seatMapHeadOf(item) : null
      if (head && frozen) standing.see(eventId, head)
      return head
    },

    async replace(map) {
      const mapId = newTransactionToken(needs.random)
      const chunks = await storeMapText(needs, mapId, map.json)
      const replacement = await replaceBy(needs, map, { mapId, chunks })
      if (replacement.kind !== 'replaced') await removeMapText(needs, { mapId, chunks })
      return replacement
    },
  }
}

async function replaceBy(
  needs: SeatMapStoreNeeds,
  map: NewSeatMap,
  text: Pick<StoredText, 'mapId' | 'chunks'>,
): Promise<Replacement> {
  const { eventId, expectedVersion } = map
  const seatMap = readStoredSeatMap(new TextDecoder().decode(map.json))
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const head = await needs.placed.head(eventId)
    const { version } = head
    if (expectedVersion !== null && expectedVersion !== version) return { kind: 'stale', version }
    if (head.frozen) return { kind: 'taken' }
    const placed = await placeOver(needs, { eventId, seatMap, head })
    const next = newMapItem(map, version + 1, { ...text, ...placed })
    if (!(await switchTo(needs, map, { head, next }))) continue
    needs.placed.forget(eventId)
    const item: MapItem = { event_id: eventId, ...next }
    await fillSeats(needs, seatMap, item)
    if (head.item) await removeMapText(needs, textOf(head.item))
    return { kind: 'replaced', head: seatMapHeadOf(item) }
  }
  throw replacedAgain(eventId)
}

/** Seats that somebody has blocked stay where they are, for their items cannot move. */
async function placeOver(
  needs: SeatMapStoreNeeds,
  { eventId, seatMap, head }: { eventId: EventId; seatMap: SeatMap; head: MapHead },
): Promise<Pick<StoredText, 'partitions' | 'partitionsEver' | 'pinned'>> {
  const size = Math.ceil(countSeats(seatMap) / needs.seatsPerPartition)
  const partitions = Math.min(PARTITIONS_MAX, Math.max(1, size))
  const partitionsEver = Math.max(partitions, head.item?.partitions_ever ?? 1)
  const pinned = new Map()
  if (head.touches > 0 && partitionsEver > 1) {
    const placement = placeSeats(seatMap, { partitions, pinned })
    for await (const [seat, partition] of touchedSeats(needs, eventId)) {
      if (placement.get(seat) !== partition) pinned.set(seat, partition)
    }
  }
  if (pinned.size > PINNED_MAX) throw tooManyBlocked(pinned.size)
  return { partitions, partitionsEver, pinned }
}

/** Each seat that was ever changed, and the partition in which it is. */
async function* touchedSeats(needs: SeatMapStoreNeeds, eventId: EventId) {
  const event = await needs.placed.refresh(eventId)
  let after = null
  for (;;) {
    const page = await needs.seatReads.touched(eventId, { after, limit: TOUCHED_PAGE })
    for (const { seatNumber } of page) {
      yield [seatNumber, partitionOfKey(event.keyOf(seatNumber))] satisfies [unknown, number]
    }
    if (page.length < TOUCHED_PAGE) return
    after = page.at(-1)?.seatNumber ?? null
  }
}

/** False when the event's item is not what was read: somebody has taken, blocked or replaced. */
function switchTo(
  needs: SeatMapStoreNeeds,
  { eventId, cause }: NewSeatMap,
  { head, next }: { head: MapHead; next: NewMapItem },
): Promise<boolean> {
  const names = Object.keys(next)
  const isSame = head.version === 0 ? 'attribute_not_exists(version)' : 'version = :before'
  const untouched = head.touches === 0 ? 'attribute_not_exists(touches)' : 'touches = :touches'
  const Update = {
    TableName: needs.dynamodb.table(seatMapsTable.name),
    Key: { event_id: eventId },
    UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
    ConditionExpression: `attribute_not_exists(taken) AND ${isSame} AND ${untouched}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(next).map(([name, value]) => [`:${name}`, value])),
      ...(head.version !== 0 && { ':before': head.version }),
      ...(head.touches !== 0 && { ':touches': head.touches }),
    },
  }
  return journaled(needs, { write: { Update }, eventId, cause })
}

function textOf({ map_id: mapId, chunks }: MapItem): Pick<StoredText, 'mapId' | 'chunks'> {
  return { mapId, chunks }
}

function replacedAgain(eventId: EventId): DomainError {
  const message = 'the seat map is being changed all the time'
  return new DomainError('unavailable', 'seat_map_unavailable', message, { event_id: eventId })
}

function tooManyBlocked(blocked: number): DomainError {
  const message = 'too many seats are blocked to move to another map; unblock them first'
  return new DomainError('conflict', 'seats_blocked', message, { blocked, maximum: PINNED_MAX })
}
