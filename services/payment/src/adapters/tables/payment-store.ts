import type { PaymentId } from '@usher/kernel'
import { type Change, put, type Tables } from '@usher/stores'
import { paymentChanged } from '../../domain/errors.ts'
import type { Payment } from '../../domain/payment.ts'
import type { PaymentStore } from '../../ports/payment-store.ts'
import { fromRow, paymentsTable, toRow } from './payments-table.ts'

/** So many noted payments are kept in memory; past it the oldest is written after all. */
const NOTED_MAX = 100_000

/** Payments in the table `payments`. */
export function tablesPaymentStore(tables: Tables, notedMax = NOTED_MAX): PaymentStore {
  return new TablesPaymentStore(tables, notedMax)
}

/**
 * A payment is saved (its row is the newest version), or noted (a newer version waits in memory for
 * the next save).
 *
 * One process owns the tables, and no await stands between the look at the version and the commit:
 * the condition of `save` is atomic.
 */
class TablesPaymentStore implements PaymentStore {
  readonly #tables: Tables
  readonly #notedMax: number
  /** In the order of noting, as a Map keeps it. */
  readonly #noted = new Map<PaymentId, Payment>()

  constructor(tables: Tables, notedMax: number) {
    this.#tables = tables
    this.#notedMax = notedMax
  }

  async get(paymentId: PaymentId): Promise<Payment | undefined> {
    return this.#newest(paymentId)
  }

  async many(paymentIds: readonly PaymentId[]): Promise<readonly Payment[]> {
    return [...new Set(paymentIds)].flatMap((paymentId) => this.#newest(paymentId) ?? [])
  }

  seen(paymentId: PaymentId): Payment | undefined {
    return this.#newest(paymentId)
  }

  async save(payment: Payment): Promise<void> {
    this.#requireNext(payment)
    this.#noted.delete(payment.paymentId)
    await this.#tables.commit([put(paymentsTable, toRow(payment))])
  }

  async note(payment: Payment): Promise<void> {
    this.#requireNext(payment)
    this.#noted.delete(payment.paymentId)
    this.#noted.set(payment.paymentId, payment)
    if (this.#noted.size > this.#notedMax) await this.#tables.commit([this.#oldestNoted()])
  }

  async list({ after, limit }: { after?: PaymentId; limit: number }): Promise<readonly Payment[]> {
    const behind = after === undefined ? {} : { after: [after] }
    const rows = await this.#tables.list(paymentsTable, 'key', { ...behind, limit })
    return rows.map((row) => this.#noted.get(row.payment_id) ?? fromRow(row))
  }

  #newest(paymentId: PaymentId): Payment | undefined {
    const noted = this.#noted.get(paymentId)
    if (noted) return noted
    const row = this.#tables.get(paymentsTable, paymentId)
    return row && fromRow(row)
  }

  #requireNext({ paymentId, version }: Payment): void {
    if ((this.#newest(paymentId)?.version ?? 0) !== version - 1) throw paymentChanged(paymentId)
  }

  #oldestNoted(): Change {
    const [payment] = this.#noted.values()
    if (!payment) throw new TypeError('no payment is noted')
    this.#noted.delete(payment.paymentId)
    return put(paymentsTable, toRow(payment))
  }
}
