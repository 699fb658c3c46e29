import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { decideExpire, decideRelease } from '../domain/end-reservation.ts'
import { decideExtend } from '../domain/extend.ts'
import { decideAbandonPayment, decideBeginPayment } from '../domain/payment.ts'
import {
  bookingId,
  inPlaceOf,
  nextReservationId,
  places,
  reserving,
  sampleEvent,
  sampleTimeMs,
  seatNumber,
  userId,
} from '../samples/ledger-samples.fixture.ts'
import type { ExpiringPage, ExpiryMark, SeatLedger } from './seat-ledger.ts'
import { type Law, lawOver, type OpenLedger } from './seat-ledger-law.fixture.ts'

const MINUTE_MS = 60_000

/** What reads answer. */
export function seatLedgerReadsContract(
  name: string,
  open: () => Promise<OpenLedger>,
  { skip }: { skip: string | false },
): void {
  describe(`${name} reads what was committed`, { skip }, () => {
    const law = lawOver(open)
    lists(law)
    due(law)
    expiring(law)
    journal(law)
  })
}

function lists(law: Law): void {
  law('touched seats come page by page, each once, in seat number order', async (ledger) => {
    const seats = ['B2', 'A10', 'B1', 'A2', 'A1']
    await ledger.commit([await reserving(ledger, { seats })])
    const found: string[] = []
    for (let after = null; ; ) {
      const page = await ledger.touchedSeats(sampleEvent, { after, limit: 2 })
      found.push(...page.map((seat) => seat.seatNumber))
      if (page.length < 2) break
      after = page.at(-1)?.seatNumber ?? null
    }
    assert.deepEqual(found, ['A1', 'A10', 'A2', 'B1', 'B2'])
  })

  law("a buyer's reservations come newest first, and nobody else's", async (ledger) => {
    const made = []
    for (const [at, user] of ['user_a', 'user_b', 'user_a', 'user_a'].entries()) {
      const transaction = await reserving(ledger, { seats: [`A${at}`], user })
      await ledger.commit([transaction])
      made.push(transaction.reservations[0]?.next.reservationId)
    }
    const first = await ledger.reservationsOf(userId('user_a'), { after: null, limit: 2 })
    assert.deepEqual(idsOf(first), [made[3], made[2]])
    const after = first[1]?.reservationId ?? null
    const second = await ledger.reservationsOf(userId('user_a'), { after, limit: 2 })
    assert.deepEqual(idsOf(second), [made[0]])
  })

  law('an event is taken from its first reservation on, for ever', async (ledger) => {
    assert.equal(await ledger.everTaken(sampleEvent), false)
    const made = await reserving(ledger, { areas: [places('Floor', 1, 5)] })
    await ledger.commit([made])
    const release = decideRelease(await inPlaceOf(ledger, made), sampleTimeMs)
    assert.ok(release)
    await ledger.commit([release])
    assert.equal(await ledger.everTaken(sampleEvent), true)
  })

  law('a reservation that is not there is null', async (ledger) => {
    assert.equal(await ledger.reservation(nextReservationId()), null)
    assert.equal(await ledger.reservationInPlace(nextReservationId()), null)
    assert.deepEqual(await ledger.reservationsOf(userId('user_z'), { after: null, limit: 5 }), [])
  })

  law('the settled promise resolves', async (ledger) => {
    await ledger.settled()
    await ledger.commit([await reserving(ledger, { seats: ['A1'] })])
    await ledger.settled()
    assert.equal(ledger.ready(), true)
  })
}

const idsOf = (reservations: readonly { reservationId: string }[]) =>
  reservations.map(({ reservationId }) => reservationId)

async function dueAt(ledger: SeatLedger, minutes: number): Promise<string[]> {
  const nowMs = sampleTimeMs + minutes * MINUTE_MS
  return idsOf(await ledger.reservationsDue({ nowMs, limit: 10 }))
}

function due(law: Law): void {
  law('a reservation is due from its last moment on, the longest expired first', async (ledger) => {
    const late = await reserving(ledger, { seats: ['A1'], nowMs: sampleTimeMs + MINUTE_MS })
    const early = await reserving(ledger, { seats: ['A2'] })
    await ledger.commit([late, early])
    assert.deepEqual(await dueAt(ledger, 9.99), [])
    const [first, second] = [early, late].map((it) => it.reservations[0]?.next.reservationId)
    assert.deepEqual(await dueAt(ledger, 10), [first])
    assert.deepEqual(await dueAt(ledger, 11), [first, second])
    const limited = await ledger.reservationsDue({ nowMs: sampleTimeMs + 1e9, limit: 1 })
    assert.deepEqual(idsOf(limited), [first])
  })

  law('a reservation is due once, and never while it is being paid', async (ledger) => {
    const made = await reserving(ledger, { seats: ['A1'] })
    await ledger.commit([made])
    const inPlace = await inPlaceOf(ledger, made)
    const id = inPlace.reservation.reservationId
    const extend = decideExtend(inPlace, { nowMs: sampleTimeMs + MINUTE_MS, ttlMs: 10 * MINUTE_MS })
    await ledger.commit([extend])
    assert.deepEqual(await dueAt(ledger, 10), [])
    assert.deepEqual(await dueAt(ledger, 11), [id])

    const payment = { bookingId: bookingId('bk_1'), nowMs: sampleTimeMs + MINUTE_MS }
    const begin = decideBeginPayment((await inPlaceOf(ledger, made)).reservation, payment)
    assert.ok(begin)
    await ledger.commit([begin])
    assert.deepEqual(await dueAt(ledger, 1000), [])
    const abandon = decideAbandonPayment(await inPlaceOf(ledger, made), payment)
    assert.ok(abandon)
    await ledger.commit([abandon])
    assert.deepEqual(await dueAt(ledger, 1000), [id])
    const nowMs = sampleTimeMs + 1000 * MINUTE_MS
    const expire = decideExpire(await inPlaceOf(ledger, made), nowMs)
    assert.ok(expire)
    await ledger.commit([expire])
    assert.deepEqual(await dueAt(ledger, 1000), [])
  })
}

async function expiringIds(
  ledger: SeatLedger,
  { after, until, limit }: { after: number; until: number; limit: number },
): Promise<string[][]> {
  const [afterMs, untilMs] = [after, until].map((it) => sampleTimeMs + it * MINUTE_MS)
  assert.ok(afterMs !== undefined && untilMs !== undefined)
  const pages: string[][] = []
  for (let mark: ExpiryMark | null = null; ; ) {
    const page: ExpiringPage = await ledger.reservationsExpiring({
      afterMs,
      untilMs,
      after: mark,
      limit,
    })
    pages.push(idsOf(page.reservations))
    if (!page.next) return pages
    mark = page.next
  }
}

function expiring(law: Law): void {
  law(
    'reservations that end within a time come page by page, the soonest first',
    async (ledger) => {
      const ids = []
      for (const [at, minutes] of [3, 0, 1, 1, 2].entries()) {
        const nowMs = sampleTimeMs + minutes * MINUTE_MS
        const made = await reserving(ledger, { seats: [`A${at}`], nowMs })
        await ledger.commit([made])
        ids.push(made.reservations[0]?.next.reservationId ?? '')
      }
      const [third, , , , second] = ids
      const twins = [ids[2] ?? '', ids[3] ?? ''].toSorted((a, b) => (a < b ? -1 : 1))
      const all = { after: 10, until: 13, limit: 2 }
      assert.deepEqual(await expiringIds(ledger, all), [twins, [second, third]])
      assert.deepEqual(await expiringIds(ledger, { ...all, limit: 1 }), [
        [twins[0]],
        [twins[1]],
        [second],
        [third],
      ])
      assert.deepEqual(await expiringIds(ledger, { ...all, after: 11, until: 12.99 }), [[second]])
      assert.deepEqual(await expiringIds(ledger, { ...all, after: 13 }), [[]])
    },
  )

  law('a reservation that is being paid or was released does not expire', async (ledger) => {
    const [paying, released] = [
      await reserving(ledger, { seats: ['A1'] }),
      await reserving(ledger, { seats: ['A2'] }),
    ]
    await ledger.commit([paying, released])
    const payment = { bookingId: bookingId('bk_1'), nowMs: sampleTimeMs }
    const begin = decideBeginPayment((await inPlaceOf(ledger, paying)).reservation, payment)
    const release = decideRelease(await inPlaceOf(ledger, released), sampleTimeMs)
    assert.ok(begin && release)
    await ledger.commit([begin, release])
    assert.deepEqual(await expiringIds(ledger, { after: 0, until: 100, limit: 5 }), [[]])
  })
}

function journal(law: Law): void {
  law(
    'each applied transaction leaves one entry, in order, with before and after',
    async (ledger) => {
      const made = await reserving(ledger, { seats: ['A1'], areas: [places('Floor', 2, 5)] })
      const lost = await reserving(ledger, { seats: ['A1'], user: 'user_b' })
      await ledger.commit([made, lost])
      const release = decideRelease(await inPlaceOf(ledger, made), sampleTimeMs + 1)
      assert.ok(release)
      await ledger.commit([release])
      const entries = await ledger.journal(sampleEvent, { after: null, limit: 10 })
      assert.deepEqual(
        entries.map(({ action, actor, atMs }) => ({ action, actor, atMs })),
        [
          { action: 'reserved', actor: 'user_a', atMs: sampleTimeMs },
          { action: 'released', actor: 'user_a', atMs: sampleTimeMs + 1 },
        ],
      )
      const [first, second] = entries.map(({ sequence }) => sequence)
      assert.ok(first !== undefined && second !== undefined && 0 < first && first < second)
      assert.deepEqual(entries[1]?.seats, [
        { seatNumber: seatNumber('A1'), before: 'RESERVED', after: 'AVAILABLE', version: 2 },
      ])
      assert.deepEqual(entries[0]?.areas, [
        { area: 'Floor', before: 'AVAILABLE', after: 'RESERVED', quantity: 2 },
      ])
    },
  )

  law('the sequence grows; a journal page is of one event', async (ledger) => {
    const other = 2 as typeof sampleEvent
    let seat = 1
    for (const event of [sampleEvent, other, sampleEvent]) {
      await ledger.commit([await reserving(ledger, { seats: [`A${seat++}`], event })])
    }
    const [first, third, ...none] = await ledger.journal(sampleEvent, { after: null, limit: 5 })
    const [between] = await ledger.journal(other, { after: null, limit: 5 })
    assert.ok(first && third && between && none.length === 0)
    assert.ok(first.sequence < between.sequence && between.sequence < third.sequence)
    const page = await ledger.journal(sampleEvent, { after: first.sequence, limit: 5 })
    assert.deepEqual(page, [third])
  })
}
