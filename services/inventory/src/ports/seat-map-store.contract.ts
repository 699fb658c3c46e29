import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Currency } from '@usher/kernel'
import type { Cause } from '../domain/seat-transaction.ts'
import { reserving, sampleEvent, sampleTimeMs } from '../samples/ledger-samples.fixture.ts'
import type { SeatLedger } from './seat-ledger.ts'
import type { NewSeatMap, SeatMapStore } from './seat-map-store.ts'

const utf8 = new TextEncoder()

/** An empty hall, as `seatMapJson` writes it. */
function textOf(name: string): string {
  const empty = { focal_point: { x: 0, y: 0 }, categories: [], sections: [], areas: [] }
  return JSON.stringify({ name, currency: 'EUR', ...empty })
}

export interface OpenSeatMapStore {
  readonly seatMaps: SeatMapStore
  /** The ledger beside it: the two must never disagree about which map is sold. */
  readonly ledger: SeatLedger
  readonly close: () => Promise<void>
}

type Prove = (opened: OpenSeatMapStore) => Promise<void>

/** What every seat map store must do. */
export function seatMapStoreContract(
  name: string,
  open: () => Promise<OpenSeatMapStore>,
  { skip = false }: { skip?: string | false } = {},
): void {
  describe(`${name} keeps seat maps`, { skip }, () => {
    const law = (title: string, prove: Prove) => {
      void test(title, async () => {
        const opened = await open()
        try {
          await prove(opened)
        } finally {
          await opened.close()
        }
      })
    }
    law('an event without a map has none', async ({ seatMaps }) => {
      assert.equal(await seatMaps.get(sampleEvent), null)
      assert.equal(await seatMaps.head(sampleEvent), null)
    })
    law('each map has the next version, and is what was put', versions)
    law('a map without prices has none', async ({ seatMaps }) => {
      await seatMaps.replace(newMap({ prices: null }))
      assert.equal((await seatMaps.head(sampleEvent))?.prices, null)
    })
    law('a map is not replaced by who expected another version', staleness)
    law('a map of which a seat was taken stands', takenMaps)
    law('a replacement and a reservation at once never both win', races)
  })
}

const cause: Cause = {
  actor: 'user_o',
  action: 'seat_map_replaced',
  reason: '2 seats',
  atMs: sampleTimeMs,
  reservationId: null,
  bookingId: null,
}

function newMap(parts: Partial<NewSeatMap> = {}): NewSeatMap {
  return {
    eventId: sampleEvent,
    seatCount: 2,
    areaCount: 1,
    totalCapacity: 7,
    currency: 'EUR' as Currency,
    prices: { minMinor: 0, maxMinor: 4500 },
    updatedAtMs: sampleTimeMs,
    json: utf8.encode(textOf('Hall')),
    expectedVersion: null,
    cause,
    ...parts,
  }
}

async function versions({ seatMaps, ledger }: OpenSeatMapStore): Promise<void> {
  await seatMaps.replace(newMap())
  await seatMaps.replace(newMap({ json: utf8.encode(textOf('Größer')), expectedVersion: 1 }))
  const { json: _, cause: __, expectedVersion: ___, ...head } = newMap()
  assert.deepEqual(await seatMaps.head(sampleEvent), { ...head, version: 2 })
  assert.equal((await seatMaps.get(sampleEvent))?.text, textOf('Größer'))
  const entries = await ledger.journal(sampleEvent, { after: null, limit: 5 })
  assert.deepEqual(
    entries.map(({ action }) => action),
    ['seat_map_replaced', 'seat_map_replaced'],
  )
}

async function staleness({ seatMaps }: OpenSeatMapStore): Promise<void> {
  assert.equal((await seatMaps.replace(newMap({ expectedVersion: 0 }))).kind, 'replaced')
  const late = await seatMaps.replace(
    newMap({ expectedVersion: 0, json: utf8.encode(textOf('Late')) }),
  )
  assert.deepEqual(late, { kind: 'stale', version: 1 })
  assert.equal((await seatMaps.get(sampleEvent))?.text, textOf('Hall'))
}

async function takenMaps({ seatMaps, ledger }: OpenSeatMapStore): Promise<void> {
  await ledger.commit([await reserving(ledger, { seats: ['A1'] })])
  assert.deepEqual(await seatMaps.replace(newMap()), { kind: 'taken' })
  assert.equal(await seatMaps.get(sampleEvent), null)
}

async function races({ seatMaps, ledger }: OpenSeatMapStore): Promise<void> {
  const wish = await reserving(ledger, { seats: ['A1'] })
  const [outcomes, replacement] = await Promise.all([
    ledger.commit([wish]),
    seatMaps.replace(newMap()),
  ])
  const reserved = outcomes[0]?.kind === 'applied'
  assert.notEqual(reserved, replacement.kind === 'replaced')
}
