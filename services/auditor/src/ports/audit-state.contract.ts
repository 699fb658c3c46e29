import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type EventId, systemClock } from '@usher/kernel'
import { type NewCheck, postponed } from '../domain/check.ts'
import { findingOf, type Problem } from '../domain/finding.ts'
import type { SeatSeen, SeatStep } from '../domain/seat-history.ts'
import type { AuditState } from './audit-state.ts'

export interface OpenAuditState {
  readonly state: AuditState
  /** The state as a restart finds it. */
  readonly reopen: () => Promise<AuditState>
  readonly close: () => Promise<void>
}

const eventId = 7 as EventId
const other = 8 as EventId

/** What every `AuditState` keeps. */
export function auditStateContract(
  name: string,
  open: () => Promise<OpenAuditState>,
  options: { readonly skip: string | false } = { skip: false },
): void {
  describe(`${name} keeps what the auditor has seen`, options, () => {
    const law = (title: string, prove: (opened: OpenAuditState) => Promise<void>) => {
      void test(title, async () => {
        const opened = await open()
        try {
          await prove(opened)
        } finally {
          await opened.close()
        }
      })
    }

    law(
      'a seat is there after a restart, and only its newest state is replaced',
      async (opened) => {
        const { state, reopen } = opened
        const [first, second] = [seatAt(1), seatAt(1, 2)]
        assert.equal(await state.seat(eventId, 'A1'), undefined)
        await state.keepSeat(first, undefined)
        await assert.rejects(state.keepSeat(second, undefined), { code: 'seat_followed_elsewhere' })
        await state.keepSeat(second, first)
        await assert.rejects(state.keepSeat(second, first), { code: 'seat_followed_elsewhere' })
        const again = await reopen()
        assert.deepEqual(await again.seat(eventId, 'A1'), second)
        assert.equal(await again.seat(other, 'A1'), undefined)
        assert.equal(await again.seat(eventId, 'a1'), undefined)
      },
    )

    law('a reference belongs to who named it first', async ({ state }) => {
      const claims = ['bk_1', 'bk_2', 'bk_1'].map((id) => state.claimReference('BK-1', id))
      const owners = await Promise.all(claims)
      assert.equal(new Set(owners).size, 1)
      assert.equal(await state.claimReference('BK-1', 'bk_3'), owners[0])
      assert.equal(await state.claimReference('BK-2', 'bk_3'), 'bk_3')
    })

    law('places are counted once an id', async ({ state }) => {
      const booked = { countId: 'bk_1', eventId, areas: { Floor: 3, 'Côté ü': 1 } }
      await Promise.all([state.countPlaces(booked), state.countPlaces(booked)])
      await state.countPlaces({ countId: 'bk_2', eventId, areas: { Floor: 2 } })
      await state.countPlaces({ countId: 'rf_1', eventId, areas: { Floor: -1 } })
      assert.deepEqual(await state.places(eventId), { Floor: 4, 'Côté ü': 1 })
      assert.deepEqual(await state.places(other), {})
    })

    law('a check is due once, at the sooner time', async ({ state, reopen }) => {
      await state.schedule(wanted({ dueAtMs: 100 }))
      await state.schedule(wanted({ dueAtMs: 50, isConfirmed: true }))
      await state.schedule(wanted({ dueAtMs: 70 }))
      await state.schedule({ ...wanted({ dueAtMs: 40 }), kind: 'event', subject: '7' })
      assert.deepEqual(await state.due(39, 10), [])
      assert.deepEqual(await state.waiting(), { count: 2, dueAtMs: 40 })
      const again = await reopen()
      const found = await again.due(50, 10)
      assert.deepEqual(
        found.map(({ kind, dueAtMs, isConfirmed }) => [kind, dueAtMs, isConfirmed]),
        [
          ['event', 40, false],
          ['booking', 50, true],
        ],
      )
      assert.equal((await again.due(50, 1)).length, 1)
    })

    law(
      'a check that was asked for meanwhile is neither forgotten nor put off',
      async ({ state }) => {
        await state.schedule(wanted({ dueAtMs: 10 }))
        const [check] = await state.due(10, 1)
        assert.ok(check)
        await state.schedule(wanted({ dueAtMs: 20 }))
        await state.done(check)
        await state.postpone(postponed(check, 1000, 5))
        const [same] = await state.due(10, 1)
        assert.equal(same?.suspectedAtMs, 0)
        await state.postpone(postponed(same ?? check, 1000, 5))
        assert.deepEqual(await state.due(1000, 1), [])
        const [later] = await state.due(1_000_000, 1)
        assert.deepEqual([later?.suspectedAtMs, later?.tries], [5, 1])
        await state.done(later ?? check)
        assert.deepEqual(await state.waiting(), { count: 0, dueAtMs: undefined })
      },
    )

    law('a finding is new once, until it was resolved', async ({ state, reopen }) => {
      const finding = found('double_booking', 'A1')
      const added = await Promise.all([state.addFinding(finding), state.addFinding(finding)])
      assert.deepEqual(new Set(added), new Set([false, true]))
      await state.addFinding(found('oversold_area', 'Floor', other))
      const again = await reopen()
      assert.deepEqual(await again.findings({ eventId, after: '', limit: 9 }), [finding])
      assert.deepEqual(await again.openFindings(eventId), new Map([['double_booking', 1]]))
      assert.equal((await again.openFindings()).size, 2)
      assert.equal(await again.resolve(eventId, 99), 1)
      assert.equal(await again.resolve(eventId, 99), 0)
      assert.equal((await again.openFindings(eventId)).size, 0)
      const resolved = { ...finding, resolvedAtMs: 99 }
      assert.deepEqual(await again.findings({ eventId, after: '', limit: 9 }), [resolved])
      assert.equal(await again.addFinding(finding), true)
      assert.equal((await again.openFindings(eventId)).size, 1)
    })

    law('what nobody has touched for long is forgotten, the sums are not', async (opened) => {
      const { state, reopen } = opened
      const booked = { countId: 'bk_1', eventId, areas: { Floor: 3 } }
      await state.keepSeat(seatAt(1), undefined)
      await state.claimReference('BK-1', 'bk_1')
      await state.countPlaces(booked)
      const dayMs = 86_400_000
      const prune = (beforeMs: number) => state.prune({ beforeMs, limit: 9 })
      assert.equal(await prune(systemClock.nowMs() - dayMs), 0)
      assert.deepEqual(await state.seat(eventId, 'A1'), seatAt(1))
      assert.equal(await prune(systemClock.nowMs() + dayMs), 3)
      assert.equal(await prune(systemClock.nowMs() + dayMs), 0)
      const again = await reopen()
      assert.equal(await again.seat(eventId, 'A1'), undefined)
      assert.equal(await again.claimReference('BK-1', 'bk_2'), 'bk_2')
      assert.deepEqual(await again.places(eventId), { Floor: 3 })
    })

    law('findings are listed page by page, of one event or of all', async ({ state }) => {
      const all = [found('double_booking', 'A1'), found('double_booking', 'A2')]
      const last = found('lost_booking', 'bk_1', other)
      for (const finding of [...all, last]) await state.addFinding(finding)
      const first = await state.findings({ eventId: undefined, after: '', limit: 2 })
      assert.deepEqual(first, all)
      const after = first.at(-1)?.findingId ?? ''
      assert.deepEqual(await state.findings({ eventId: undefined, after, limit: 2 }), [last])
      assert.deepEqual(await state.findings({ eventId, after, limit: 2 }), [])
    })
  })
}

function wanted(parts: Partial<NewCheck>): NewCheck {
  return { kind: 'booking', subject: 'bk_1', eventId, dueAtMs: 0, ...parts }
}

function seatAt(...versions: readonly number[]): SeatSeen {
  const steps = versions.map(
    (version): SeatStep => ({
      before: 'AVAILABLE',
      after: 'RESERVED',
      version,
      reservationId: 'rsv_1',
      bookingId: '',
    }),
  )
  return { eventId, seatNumber: 'A1', steps }
}

function found(problem: Problem, subject: string, event = eventId) {
  const evidence = { told: { version: 3, seats: ['ü'] } }
  return findingOf({ problem, eventId: event, subject, evidence }, 42)
}
