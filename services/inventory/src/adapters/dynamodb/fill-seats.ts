import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  BatchExecuteStatementCommand,
  type BatchExecuteStatementCommandInput,
  DeleteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { DomainError, type EventId } from '@usher/kernel'
import { type Item, queryItems } from '@usher/stores/dynamodb/batch-reads'
import {
  CALL_ATTEMPTS_MAX,
  jitteredWaitMs,
  retryRefused,
} from '@usher/stores/dynamodb/retry-refused'
import { spreadKey } from '@usher/stores/dynamodb/spread-keys'
import { layoutOf } from '../../domain/seat-layout.ts'
import type { SeatMap } from '../../domain/seat-map.ts'
import type { MapItem } from './map-head.ts'
import { placementOf } from './placed-events.ts'
import type { SeatItem } from './seat-item.ts'
import { secondsOf } from '@usher/stores/dynamodb/seconds'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { seatMapsTable, seatsTable } from './table-descriptions.ts'

/** Statements of one BatchExecuteStatement. */
const BATCH = 25
/** Calls at once. */
const FILLERS = 8

/**
 * Writes an item for every seat of the map that has none, and the map's facts into those that are
 * there, never touching who has a seat. May be begun again, and run in several processes at once:
 * nothing is overwritten, and an older map never comes in behind a newer. Items that only an
 * earlier map had are removed unless somebody has changed them.
 */
export async function fillSeats(needs: StoreNeeds, map: SeatMap, item: MapItem): Promise<void> {
  const seats = seatItems(needs, map, item)
  const batches = Array.from({ length: Math.ceil(seats.length / BATCH) }, (_, at) =>
    seats.slice(at * BATCH, (at + 1) * BATCH),
  )
  await inParallel(batches, (batch) => insert(needs, batch))
  const version = item.version ?? 0
  if (version > 1) await removeEarlier(needs, item.event_id, item)
  await markFilled(needs, item.event_id, version)
}

/** An item for every seat of the map, none of them taken. */
export function seatItems(
  { clock }: Pick<StoreNeeds, 'clock'>,
  map: SeatMap,
  item: MapItem,
): SeatItem[] {
  const layout = layoutOf(map)
  const placement = placementOf(map, item)
  const at = secondsOf(clock.nowMs())
  return Array.from({ length: layout.seatCount }, (_, index) => {
    const { seatNumber, section, rowNumber, seatType, priceMinor } = layout.seatAt(index)
    return {
      event_id: spreadKey(item.event_id, placement.get(seatNumber) ?? 0),
      seat_number: seatNumber,
      section,
      row_number: rowNumber,
      seat_type: seatType,
      price: priceMinor,
      currency: layout.currency,
      map_version: item.version ?? 0,
      status: 'AVAILABLE',
      version: 0,
      reservation_id: null,
      booking_id: null,
      reserved_by: null,
      reserved_until: null,
      created_at: at,
      updated_at: at,
    }
  })
}

async function inParallel<Work>(
  works: readonly Work[],
  act: (work: Work) => Promise<void>,
): Promise<void> {
  const queue = works.values()
  await Promise.all(
    Array.from({ length: FILLERS }, async () => {
      for (const work of queue) await act(work)
    }),
  )
}

/** PartiQL's INSERT refuses a seat that is there, each on its own, 25 in a call. */
async function insert(needs: StoreNeeds, batch: readonly SeatItem[]): Promise<void> {
  let rest = batch
  for (let attempt = 1; rest.length > 0; attempt++) {
    if (attempt > CALL_ATTEMPTS_MAX) throw tooSlow()
    if (attempt > 1) await needs.clock.sleep(jitteredWaitMs(needs, attempt))
    const Statements = rest.map((seat) => insertion(needs.dynamodb.table(seatsTable.name), seat))
    const answer = await retryRefused(needs, () =>
      needs.dynamodb.documents.send(new BatchExecuteStatementCommand({ Statements })),
    )
    const codes = rest.map((_, at) => answer.Responses?.[at]?.Error?.Code)
    for (const [at, seat] of rest.entries()) {
      if (codes[at] === 'DuplicateItem') await describe(needs, seat)
    }
    rest = rest.filter((_, at) => codes[at] !== undefined && codes[at] !== 'DuplicateItem')
  }
}

type Statement = NonNullable<BatchExecuteStatementCommandInput['Statements']>[number]

function insertion(table: string, seat: SeatItem): Statement {
  const values = Object.keys(seat).map((name) => `'${name}': ?`)
  const Parameters = Object.values<unknown>({ ...seat })
  return { Statement: `INSERT INTO "${table}" VALUE {${values.join(', ')}}`, Parameters }
}

/** The facts of the map into an item that is there; what changes about the seat stays. */
async function describe({ dynamodb, ...needs }: StoreNeeds, seat: SeatItem): Promise<void> {
  const update = new UpdateCommand({
    TableName: dynamodb.table(seatsTable.name),
    Key: { event_id: seat.event_id, seat_number: seat.seat_number },
    UpdateExpression:
      'SET #section = :section, row_number = :row, seat_type = :type, price = :price, ' +
      'currency = :currency, map_version = :map, created_at = if_not_exists(created_at, :at)',
    ConditionExpression: 'attribute_not_exists(map_version) OR map_version < :map',
    ExpressionAttributeNames: { '#section': 'section' },
    ExpressionAttributeValues: {
      ':section': seat.section,
      ':row': seat.row_number,
      ':type': seat.seat_type,
      ':price': seat.price,
      ':currency': seat.currency,
      ':map': seat.map_version,
      ':at': seat.created_at,
    },
  })
  await unlessConditionFails(retryRefused(needs, () => dynamodb.documents.send(update)))
}

async function removeEarlier(
  needs: StoreNeeds,
  eventId: EventId,
  { version, partitions_ever }: MapItem,
): Promise<void> {
  const { dynamodb } = needs
  const TableName = dynamodb.table(seatsTable.name)
  const values = { ':map': version, ':untouched': 0 }
  const condition = 'map_version < :map AND version = :untouched'
  for (let partition = 0; partition < partitions_ever; partition++) {
    const query = {
      TableName,
      KeyConditionExpression: 'event_id = :key',
      FilterExpression: condition,
      ExpressionAttributeValues: { ...values, ':key': spreadKey(eventId, partition) },
      ConsistentRead: true,
    }
    for await (const { event_id, seat_number } of queryItems(needs, query)) {
      const remove = new DeleteCommand({
        TableName,
        Key: { event_id, seat_number } satisfies Item,
        ConditionExpression: condition,
        ExpressionAttributeValues: values,
      })
      await unlessConditionFails(retryRefused(needs, () => dynamodb.documents.send(remove)))
    }
  }
}

async function markFilled(
  { dynamodb, ...needs }: StoreNeeds,
  eventId: EventId,
  version: number,
): Promise<void> {
  const update = new UpdateCommand({
    TableName: dynamodb.table(seatMapsTable.name),
    Key: { event_id: eventId },
    UpdateExpression: 'SET filled_version = :version',
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: { ':version': version },
  })
  await unlessConditionFails(retryRefused(needs, () => dynamodb.documents.send(update)))
}

/** A condition that does not hold means that somebody else was here: nothing is left to do. */
async function unlessConditionFails(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}

function tooSlow(): DomainError {
  const message = 'DynamoDB does not take the seats of the map; put the map again'
  return new DomainError('unavailable', 'dynamodb_unavailable', message)
}
