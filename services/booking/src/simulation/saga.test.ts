import assert from 'node:assert/strict'
import { test } from 'node:test'
import { create } from '@bufbuild/protobuf'
import {
  ConfirmReservationResponseSchema,
  PaymentStatus,
  VoidResponseSchema,
} from '@usher/contracts'
import type { BookingStore } from '../ports/booking-store.ts'
import type { CheckInStore } from '../ports/check-in-store.ts'
import { runSaga } from './saga.fixture.ts'
import type { Neighbours, WorldOptions } from './world.fixture.ts'

const SEEDS = 500
const SEEDS_OF_TWO = 300
const SEEDS_OF_A_TWIN = 300

test(`no fault or crash breaks an invariant, over ${SEEDS} seeds`, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { breaches, trace } = await runSaga(seed)
    assert.deepEqual(breaches, [], `seed ${seed}:\n${trace.join('\n')}`)
  }
})

test(`nor when two processes share a store, over ${SEEDS_OF_TWO} seeds`, async () => {
  for (let seed = 1; seed <= SEEDS_OF_TWO; seed++) {
    const { breaches, trace } = await runSaga(seed, { processes: 2 })
    assert.deepEqual(breaches, [], `seed ${seed}:\n${trace.join('\n')}`)
  }
})

test('twin: without idempotency keys somebody is charged or refunded twice', async () => {
  assert.match(await firstBreach({ idempotentPayment: false }), /I5/)
})

test('twin: when a change does not name the version it saw, money and bookings part', async () => {
  assert.match(await firstBreach({ weaken: unconditional }), /I5|I2|I8|I13/)
})

test('twin: captured before the seats are booked, money is taken for nothing', async () => {
  assert.match(await firstBreach({ weakenNeighbours: captureFirst }), /I2|I5/)
})

test('twin: when a void is taken for granted, money stays set aside', async () => {
  assert.match(await firstBreach({ weakenNeighbours: voidUnproven }), /I5|I6/)
})

test('twin: without the condition on the booking somebody is in and paid back', async () => {
  assert.match(await firstBreach({ weaken: cancellingAnyway }), /S38 .* is in for nothing/)
})

test('twin: without one live check-in a ticket, two come in with it', async () => {
  assert.match(await firstBreach({ weakenDoor: admittingAnyway }), /S38 .* let two people in/)
})

async function firstBreach(options: WorldOptions): Promise<string> {
  for (let seed = 1; seed <= SEEDS_OF_A_TWIN; seed++) {
    const { breaches } = await runSaga(seed, options)
    if (breaches[0]) return breaches.join('\n')
  }
  return 'none'
}

/** Cancels what is checked in as well. */
function cancellingAnyway(store: BookingStore): BookingStore {
  return {
    ...bound(store),
    update: (change) => store.update({ ...change, notCheckedIn: [] }),
  }
}

/** Says yes to whoever comes. */
function admittingAnyway(store: CheckInStore): CheckInStore {
  return {
    admit: async (...given) => {
      await store.admit(...given)
      return { admitted: true }
    },
    undo: (...given) => store.undo(...given),
    live: (...given) => store.live(...given),
    byOperation: (...given) => store.byOperation(...given),
    ofEvent: (...given) => store.ofEvent(...given),
  }
}

/** Takes the two steps in the wrong order: the seats are asked for when the money has moved. */
function captureFirst({ inventory, payment }: Neighbours): Neighbours {
  const confirmations = new Map<string, () => Promise<unknown>>()
  return {
    inventory: {
      ...inventory,
      async confirmReservation(request) {
        const confirm = () => inventory.confirmReservation(request)
        confirmations.set(request.bookingId ?? '', confirm)
        return create(ConfirmReservationResponseSchema, {})
      },
    },
    payment: {
      ...payment,
      async capture(request) {
        const answer = await payment.capture(request)
        const confirm = confirmations.get(answer.payment?.bookingId ?? '')
        await confirm?.().catch(() => undefined)
        return answer
      },
    },
  }
}

/** Says VOIDED without having asked the provider. */
function voidUnproven({ inventory, payment }: Neighbours): Neighbours {
  return {
    inventory,
    payment: {
      ...payment,
      async void({ paymentId = '' }) {
        return create(VoidResponseSchema, { payment: { paymentId, status: PaymentStatus.VOIDED } })
      },
    },
  }
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
    many: (...given) => store.many(...given),
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
