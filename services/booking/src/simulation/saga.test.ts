import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingStore } from '../ports/booking-store.ts'
import { runSaga } from './saga.ts'
import type { WorldOptions } from './world.ts'

const SEEDS = 500
const SEEDS_OF_A_TWIN = 60

test(`no fault or crash breaks an invariant, over ${SEEDS} seeds`, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { breaches, trace } = await runSaga(seed)
    assert.deepEqual(breaches, [], `seed ${seed}:\n${trace.join('\n')}`)
  }
})

test('twin: without idempotency keys somebody is charged or refunded twice', async () => {
  assert.match(await firstBreach({ idempotentPayment: false }), /I5/)
})

test('twin: when a change does not name the version it saw, money and bookings part', async () => {
  assert.match(await firstBreach({ weaken: unconditional }), /I5|I2|I8|I13/)
})

async function firstBreach(options: WorldOptions): Promise<string> {
  for (let seed = 1; seed <= SEEDS_OF_A_TWIN; seed++) {
    const { breaches } = await runSaga(seed, options)
    if (breaches[0]) return breaches.join('\n')
  }
  return 'none'
}

/** A store that writes whatever it is told, as if nobody else had written since. */
function unconditional(store: BookingStore): BookingStore {
  return {
    ...bound(store),
    async update(change) {
      const stored = await store.get(change.before.bookingId)
      return store.update({ ...change, before: stored ?? change.before })
    },
  }
}

function bound(store: BookingStore): BookingStore {
  return {
    create: (...given) => store.create(...given),
    update: (...given) => store.update(...given),
    postpone: (...given) => store.postpone(...given),
    get: (...given) => store.get(...given),
    byReference: (...given) => store.byReference(...given),
    lastOf: (...given) => store.lastOf(...given),
    due: (...given) => store.due(...given),
    ofUser: (...given) => store.ofUser(...given),
    ofEvent: (...given) => store.ofEvent(...given),
    markEventCancelled: (...given) => store.markEventCancelled(...given),
    eventCancellation: (...given) => store.eventCancellation(...given),
    totals: (...given) => store.totals(...given),
  }
}
