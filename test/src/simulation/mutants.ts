import type { SeatLedger } from '@usher/inventory'
import type { ReservationId } from '@usher/kernel'
import type { PaymentProvider } from '@usher/payment'
import type { Tables } from '@usher/stores'
import { bound } from './machine/distant-ledger.ts'
import type { Alterations } from './machine/usher-process.ts'

type SeatTransaction = Parameters<SeatLedger['commit']>[0][number]

/**
 * Usher with one guard taken away each. The simulation is worth something if it finds every one of
 * them.
 */
export const mutants = {
  seatConditionIgnored: {
    ledger: (ledger) => withTransactions(ledger, asIfExpected),
  },
  buyerLimitIgnored: {
    ledger: (ledger) =>
      withTransactions(ledger, async (transaction) => ({
        ...transaction,
        buyers: transaction.buyers.map((buyer) => ({ ...buyer, limit: null })),
      })),
  },
  operationIdForgotten: {
    ledger: (ledger) =>
      withTransactions({ ...bound(ledger), operation: async () => null }, async (transaction) => ({
        ...transaction,
        operationId: null,
      })),
  },
  payingReservationsExpire: { ledger: payingAsActive },
  capturedBeforeTheDecision: {
    provider: (bank) => ({
      ...boundProvider(bank),
      async authorize(call) {
        const report = await bank.authorize(call)
        const { paymentId, bookingId, amountMinor, currency } = call
        const { providerRef } = report
        const capture = { key: `${call.key}:capture`, createdAtMs: 0, providerRef }
        if (report.status === 'AUTHORIZED') {
          await bank.capture({ paymentId, bookingId, amountMinor, currency, ...capture })
        }
        return report
      },
    }),
  },
  refundWithoutIdempotencyKey: {
    provider: (bank) => {
      let calls = 0
      return {
        ...boundProvider(bank),
        refund: (call) => bank.refund({ ...call, key: `${call.key}:${++calls}` }),
      }
    },
  },
  voidTakenForGranted: {
    provider: (bank) => ({
      ...boundProvider(bank),
      void: async ({ providerRef }) => ({ providerRef, status: 'VOIDED' as const }),
    }),
  },
  acknowledgedBeforeDurable: { tables: hasty },
} satisfies Readonly<Record<string, Alterations>>

/** The ledger, told that each transaction is something else. */
function withTransactions(
  ledger: SeatLedger,
  alter: (transaction: SeatTransaction, ledger: SeatLedger) => Promise<SeatTransaction>,
): SeatLedger {
  return {
    ...bound(ledger),
    async commit(transactions) {
      const altered = await Promise.all(transactions.map((each) => alter(each, ledger)))
      return ledger.commit(altered)
    },
  }
}

/** Expects of each seat whatever state it is in. */
async function asIfExpected(
  transaction: SeatTransaction,
  ledger: SeatLedger,
): Promise<SeatTransaction> {
  const seatNumbers = transaction.seats.map(({ seatNumber }) => seatNumber)
  const states = await ledger.seats(transaction.eventId, seatNumbers)
  const seats = transaction.seats.map((change, at) => ({
    ...change,
    expected: states[at] ?? change.expected,
  }))
  return { ...transaction, seats }
}

/** The sweeper, and nobody else, is shown reservations that are being paid as if they were not. */
function payingAsActive(ledger: SeatLedger): SeatLedger {
  const paying = new Set<ReservationId>()
  const shown = new Set<ReservationId>()
  return {
    ...bound(ledger),
    async commit(transactions) {
      for (const { reservations } of transactions) {
        for (const { next } of reservations) {
          if (next.status === 'PAYING') paying.add(next.reservationId)
        }
      }
      return ledger.commit(transactions)
    },
    async reservationsDue(due) {
      const found = [...(await ledger.reservationsDue(due))]
      for (const reservationId of paying) {
        const reservation = await ledger.reservation(reservationId)
        if (reservation?.status !== 'PAYING' || reservation.expiresAtMs > due.nowMs) continue
        shown.add(reservationId)
        found.push(reservation)
      }
      return found
    },
    async reservationInPlace(reservationId) {
      const inPlace = await ledger.reservationInPlace(reservationId)
      if (!inPlace || !shown.delete(reservationId)) return inPlace
      return { ...inPlace, reservation: { ...inPlace.reservation, status: 'ACTIVE' } }
    },
  }
}

/** Says that a commit is durable when it has only been begun. */
function hasty(tables: Tables): Tables {
  return {
    get: (table, ...key) => tables.get(table, ...key),
    async commit(changes) {
      // Whether it ever becomes durable is what this store does not wait to learn.
      tables.commit(changes).catch(() => undefined)
    },
    list: (table, index, options) => tables.list(table, index, options),
    ready: () => tables.ready(),
    close: () => tables.close(),
  }
}

function boundProvider(bank: PaymentProvider): PaymentProvider {
  return {
    authorize: (call) => bank.authorize(call),
    capture: (call) => bank.capture(call),
    void: (call) => bank.void(call),
    refund: (call) => bank.refund(call),
    retrieve: (call) => bank.retrieve(call),
    parseWebhook: (rawBody, headers) => bank.parseWebhook(rawBody, headers),
  }
}
