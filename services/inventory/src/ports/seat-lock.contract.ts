import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type EventId, type SeatNumber, systemRandom } from '@usher/kernel'
import { untilWithin } from '@usher/testing'
import type { SeatClaim, SeatLock } from './seat-lock.ts'

export interface OpenSeatLock {
  readonly lock: SeatLock
  readonly close: () => Promise<void>
}

export interface SeatLockOptions {
  /** Why its server cannot be had; false: it can. */
  readonly skip?: string | false
}

const TTL_MS = 300
const FOREVER_MS = 30_000
const RIVALS = 20
const until = untilWithin(30_000, 50)

/** What every SeatLock does while its servers answer. */
export function seatLockContract(
  name: string,
  open: (ttlMs: number) => Promise<OpenSeatLock>,
  { skip = false }: SeatLockOptions = {},
): void {
  const law = (title: string, prove: (lock: SeatLock) => Promise<void>, ttlMs = FOREVER_MS) => {
    void it(title, async (test) => {
      const { lock, close } = await open(ttlMs)
      test.after(close)
      await prove(lock)
    })
  }

  describe(`${name} keeps the law of the seat lock`, { skip }, () => {
    law('seats are claimed all or none', async (lock) => {
      const eventId = someEvent()
      assert.equal(await lock.acquire(claimOf(eventId, 'ann', 'A1', 'A2')), true)
      assert.equal(await lock.acquire(claimOf(eventId, 'bob', 'A3', 'A2')), false)
      assert.equal(await lock.acquire(claimOf(eventId, 'cem', 'A3')), true)
    })

    law("the owner's own claim is no obstacle", async (lock) => {
      const mine = claimOf(someEvent(), 'ann', 'A1')
      assert.equal(await lock.acquire(mine), true)
      assert.equal(await lock.acquire(mine), true)
    })

    law('only the owner lets go', async (lock) => {
      const eventId = someEvent()
      await lock.acquire(claimOf(eventId, 'ann', 'A1'))
      await lock.release(claimOf(eventId, 'bob', 'A1'))
      assert.equal(await lock.acquire(claimOf(eventId, 'bob', 'A1')), false)
      await lock.release(claimOf(eventId, 'ann', 'A1'))
      assert.equal(await lock.acquire(claimOf(eventId, 'bob', 'A1')), true)
    })

    law('events do not know each other', async (lock) => {
      const eventId = someEvent()
      assert.equal(await lock.acquire(claimOf(eventId, 'ann', 'A1')), true)
      assert.equal(await lock.acquire(claimOf(eventId + 1, 'bob', 'A1')), true)
    })

    law('of many at once one has the seats', async (lock) => {
      const eventId = someEvent()
      const rivals = Array.from({ length: RIVALS }, (_, i) =>
        claimOf(eventId, `rival ${i}`, 'A1', `B${i}`, 'A2'),
      )
      const answers = await Promise.all(rivals.map((claim) => lock.acquire(claim)))
      // Over several nodes nobody may have won; never do two.
      assert.ok(answers.filter(Boolean).length <= 1)
      await Promise.all(rivals.map((claim) => lock.release(claim)))
      assert.equal(await lock.acquire(claimOf(eventId, 'late', 'A1', 'A2')), true)
    })

    law(
      'a claim ends by itself',
      async (lock) => {
        const eventId = someEvent()
        await lock.acquire(claimOf(eventId, 'ann', 'A1'))
        await until(() => lock.acquire(claimOf(eventId, 'bob', 'A1')))
      },
      TTL_MS,
    )
  })
}

let events = 0

/** An event of this process alone: servers are shared. */
function someEvent(): number {
  events += 2
  return Math.floor(systemRandom.fraction() * 1_000_000_000) + events
}

function claimOf(eventId: number, owner: string, ...names: readonly string[]): SeatClaim {
  return {
    eventId: eventId as EventId,
    owner,
    seatNumbers: names as readonly SeatNumber[],
  }
}
