import { bookingOf, bookingsTable } from '@usher/booking/adapters/tables/booking-tables'
import { sandboxPaymentsTable } from '@usher/payment/adapters/sandbox/tables-sandbox-ledger'
import { type PaymentRow, paymentsTable } from '@usher/payment/adapters/tables/payments-table'
import { allRows } from './all-rows.ts'
import type { Booking } from './bookings.ts'
import type { Audit } from './maps.ts'

/** Money in a payment: what was captured, and what went back for certain. */
interface Moved {
  readonly capturedMinor: number
  readonly refundedMinor: number
}

/** From here on money that belongs to nobody counts as forgotten (I6). */
const UNDECIDED_MAX_MS = 15 * 60_000

/** Payments against bookings, and the sandbox bank's books against both (I5, I6). */
export async function auditPayments(audit: Audit): Promise<void> {
  const newestMs = await auditEachPayment(audit)
  await auditProvider(audit, newestMs)
  await auditUnpaid(audit)
}

/**
 * Answers when a payment was changed last: ages are counted to then, for the data may be older than
 * this audit.
 */
async function auditEachPayment({ tables, findings }: Audit): Promise<number> {
  const captured = new Set<string>()
  let newestMs = 0
  for await (const payment of allRows(tables, paymentsTable)) {
    findings.count('payments')
    newestMs = Math.max(newestMs, payment.updated_at_ms)
    const facts = { payment_id: payment.payment_id, booking_id: payment.booking_id }
    const booking = tables.get(bookingsTable, payment.booking_id)
    // One without a provider was voided before anybody asked for it: all it says is "never".
    if (payment.provider !== '' && booking?.payment_id !== payment.payment_id) {
      findings.violation('I5', 'the payment is of no booking', facts)
    }
    if (payment.status !== 'CAPTURED') continue
    if (captured.has(payment.booking_id))
      findings.violation('I5', 'a booking was captured twice', facts)
    captured.add(payment.booking_id)
  }
  return newestMs
}

async function auditProvider(audit: Audit, newestMs: number): Promise<void> {
  const { tables, findings } = audit
  for await (const held of allRows(tables, sandboxPaymentsTable)) {
    findings.count('provider_payments')
    const refundedMinor = held.refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    const capturedMinor = held.status === 'CAPTURED' ? held.amountMinor : 0
    const facts = {
      payment_id: held.paymentId,
      booking_id: held.bookingId,
      capturedMinor,
      refundedMinor,
    }
    const payment = tables.get(paymentsTable, held.paymentId)
    const row = tables.get(bookingsTable, held.bookingId)
    if (!payment || !row) {
      findings.violation('I5', 'the provider knows a payment that we do not', facts)
      continue
    }
    if (refundedMinor > capturedMinor) {
      findings.violation('I5', 'more went back than was captured', facts)
    }
    const ageMs = newestMs - held.updatedAtMs
    checkMoney(audit, bookingOf(row), { payment, moved: { capturedMinor, refundedMinor }, ageMs })
  }
}

interface ProviderSays {
  readonly payment: PaymentRow
  readonly moved: Moved
  readonly ageMs: number
}

function checkMoney(
  { findings }: Audit,
  booking: Booking,
  { payment, moved, ageMs }: ProviderSays,
): void {
  const { capturedMinor, refundedMinor } = moved
  const kept = capturedMinor - refundedMinor
  const facts = {
    booking_id: booking.bookingId,
    booking_status: booking.status,
    payment_id: payment.payment_id,
    payment_status: payment.status,
    captured_minor: capturedMinor,
    refunded_minor: refundedMinor,
    total_minor: booking.totalMinor,
    currency: booking.currency,
  }
  if (booking.status === 'PENDING') {
    if (kept > 0 && ageMs > UNDECIDED_MAX_MS) {
      findings.violation('I6', 'money was captured and the booking is not decided', facts)
    }
    return
  }
  if (booking.status === 'FAILED') {
    if (kept > 0) findings.violation('I6', 'the booking failed and its money is kept', facts)
    return
  }
  if (booking.step === 'refund') return
  const owed = worthOf(booking)
  if (kept !== owed) {
    const problem = 'captured less refunded is not what the seats of the booking cost'
    findings.violation('I5', problem, { ...facts, seats_cost_minor: owed })
  }
}

/** What the seats and places that the buyer still has were sold for. */
function worthOf({ seats, areas }: Booking): number {
  let worth = 0
  for (const { cancelled, priceMinor } of seats) if (!cancelled) worth += priceMinor
  for (const { quantity, cancelled, priceMinor } of areas)
    worth += (quantity - cancelled) * priceMinor
  return worth
}

/** A confirmed booking that costs something has a captured payment. */
async function auditUnpaid({ tables, findings }: Audit): Promise<void> {
  for await (const row of allRows(tables, bookingsTable)) {
    const { bookingId, paymentId, status, totalMinor } = bookingOf(row)
    if (totalMinor === 0 || (status !== 'CONFIRMED' && status !== 'CANCELLED')) continue
    const payment = tables.get(paymentsTable, paymentId)
    if (payment?.status === 'CAPTURED') continue
    findings.violation('I5', 'the booking is confirmed and its payment is not captured', {
      booking_id: bookingId,
      payment_id: paymentId,
      payment_status: payment?.status ?? null,
    })
  }
}
