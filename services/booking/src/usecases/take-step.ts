import { type DomainError, isDomainError, newId } from '@usher/kernel'
import type { Booking, RefundIntent } from '../domain/booking.ts'
import { withRefundDone } from '../domain/cancellation.ts'
import { learn, type Progress, seenAnew } from '../domain/facts.ts'
import { refusalOf } from '../domain/failure.ts'
import type { Step } from '../domain/next-step.ts'
import { confirmed, failed, resumed, undone } from '../domain/progress.ts'
import type { BookingChange } from '../ports/booking-store.ts'
import type { Reservation } from '../ports/inventory.ts'
import type { PaymentView } from '../ports/payments.ts'
import { type BookingPorts, dueAfterAttempt } from './ports.ts'

/**
 * Takes one step and answers where the booking stands then; the same object when nothing new was
 * learnt. Throws when the outcome is unknown: the step will be taken again.
 */
export function takeStep(ports: BookingPorts, progress: Progress, step: Step): Promise<Progress> {
  switch (step.take) {
    case 'begin':
      return begin(ports, progress)
    case 'authorize':
      return authorize(ports, progress)
    case 'confirm':
      return confirm(ports, progress)
    case 'capture':
      return learnPayment(progress, ports.payments.capture(progress.booking.paymentId))
    case 'complete':
      return complete(ports, progress)
    case 'undo':
      return record(ports, progress, {
        after: undone(progress.booking, {
          reason: step.reason,
          refundId: newId(ports, 'refund'),
        }),
      })
    case 'resume':
      return record(ports, progress, { after: resumed(progress.booking) })
    case 'void':
      return giveUpMoney(ports, progress)
    case 'return_money':
      return returnMoney(ports, progress)
    case 'abandon':
      return abandon(ports, progress)
    case 'release':
      return release(ports, progress)
    case 'fail':
      return fail(ports, progress, step.reason)
    case 'refund':
      return refund(ports, progress, step.refund)
    case 'wait':
    case 'rest':
      return Promise.resolve(progress)
  }
}

async function begin(ports: BookingPorts, progress: Progress): Promise<Progress> {
  const { booking } = progress
  try {
    const reservation = await ports.inventory.beginPayment(booking)
    const refusal = isSameSale(booking, reservation) ? undefined : 'reservation_changed'
    return learn(progress, { reservation: 'PAYING', refusal })
  } catch (error) {
    if (!isRefusal(error)) throw error
    return learn(progress, { reservation: 'GONE', refusal: refusalOf(error) })
  }
}

/** The buyer may have swapped seats in another window since the booking copied them. */
export function isSameSale(booking: Booking, reservation: Reservation): boolean {
  return (
    reservation.totalMinor === booking.totalMinor &&
    reservation.seats.length === booking.seats.length &&
    reservation.areas.length === booking.areas.length &&
    reservation.seats.every((seat, i) => seat.seatNumber === booking.seats[i]?.seatNumber) &&
    reservation.areas.every(
      (area, i) =>
        area.area === booking.areas[i]?.area && area.quantity === booking.areas[i]?.quantity,
    )
  )
}

async function authorize(ports: BookingPorts, progress: Progress): Promise<Progress> {
  const { paymentId, bookingId, provider, paymentToken, totalMinor, currency } = progress.booking
  try {
    const view = await ports.payments.authorize({
      paymentId,
      bookingId,
      provider,
      token: paymentToken,
      amountMinor: totalMinor,
      currency,
    })
    return learn(progress, { ...view, asked: true })
  } catch (error) {
    if (!isDomainError(error) || error.kind !== 'invalid') throw error
    return learn(progress, { refusal: 'payment_invalid' })
  }
}

async function confirm({ inventory }: BookingPorts, progress: Progress): Promise<Progress> {
  try {
    await inventory.confirmReservation(progress.booking)
    return learn(progress, { reservation: 'BOOKED' })
  } catch (error) {
    if (!isRefusal(error)) throw error
    return learn(progress, { reservation: 'LOST' })
  }
}

async function complete(ports: BookingPorts, progress: Progress): Promise<Progress> {
  const after = confirmed(progress.booking, ports.clock.nowMs())
  const next = await record(ports, progress, { after, announce: { fact: 'confirmed' } })
  if (next.booking === after) ports.telemetry.bookingConfirmed(after)
  return next
}

async function giveUpMoney({ payments }: BookingPorts, progress: Progress): Promise<Progress> {
  const view = await payments.void(progress.booking.paymentId)
  return learn(progress, { ...view, asked: true })
}

async function returnMoney({ payments }: BookingPorts, progress: Progress): Promise<Progress> {
  const { paymentId, undoRefundId, totalMinor, reason } = progress.booking
  if (!undoRefundId) throw new TypeError('a refund needs the id that was recorded before it')
  const refundId = undoRefundId
  const done = await payments.refund({ paymentId, refundId, amountMinor: totalMinor, reason })
  return done ? learn(progress, { payment: 'RETURNED' }) : progress
}

async function abandon({ inventory }: BookingPorts, progress: Progress): Promise<Progress> {
  try {
    await inventory.abandonPayment(progress.booking)
    return learn(progress, { reservation: 'ACTIVE' })
  } catch (error) {
    if (!isRefusal(error)) throw error
    return learn(progress, { reservation: 'GONE' })
  }
}

async function release({ inventory }: BookingPorts, progress: Progress): Promise<Progress> {
  const { reservationId, bookingId, undoRefundId, reason } = progress.booking
  if (!undoRefundId) throw new TypeError('a release needs the id that was recorded before it')
  const refundId = undoRefundId
  await inventory.releaseBookedSeats({
    reservationId,
    bookingId,
    refundId,
    actor: 'system',
    reason,
  })
  return learn(progress, { reservation: 'GONE' })
}

async function fail(ports: BookingPorts, progress: Progress, reason: string): Promise<Progress> {
  const after = failed(progress.booking, reason, progress.facts)
  const next = await record(ports, progress, { after })
  if (next.booking === after) ports.telemetry.bookingFailed(after, ports.clock.nowMs())
  return next
}

/** Seats first: once they are free the buyer has no ticket, and the money is owed. */
async function refund(
  ports: BookingPorts,
  progress: Progress,
  { refundId, amountMinor, reason, actor, seats, areas }: RefundIntent,
): Promise<Progress> {
  const { booking } = progress
  const { reservationId, bookingId, paymentId } = booking
  const places = { seats, areas }
  await ports.inventory.releaseBookedSeats({
    reservationId,
    bookingId,
    refundId,
    places,
    actor,
    reason,
  })
  if (amountMinor > 0) {
    const done = await ports.payments.refund({ paymentId, refundId, amountMinor, reason })
    if (!done) return progress
  }
  return recordRefund(ports, progress, refundId)
}

async function recordRefund(
  ports: BookingPorts,
  progress: Progress,
  refundId: RefundIntent['refundId'],
): Promise<Progress> {
  const nowMs = ports.clock.nowMs()
  const after = withRefundDone(progress.booking, refundId, nowMs)
  const completed = after.refunds.find((each) => each.refundId === refundId)
  if (!completed) throw new TypeError(`refund ${refundId} is not on record`)
  const announce = { fact: 'cancelled', refund: completed } as const
  const next = await record(ports, progress, { after, announce })
  if (next.booking === after) ports.telemetry.refundCompleted(after, completed)
  return next
}

/**
 * Writes a change; when somebody was faster, the booking as they left it is what the next step is
 * taken from.
 */
async function record(
  ports: BookingPorts,
  { booking, facts }: Progress,
  change: Omit<BookingChange, 'before'>,
): Promise<Progress> {
  const { bookings } = ports
  const open = change.after.step !== 'rest' ? { dueAtMs: dueAfterAttempt(ports) } : {}
  if (await bookings.update({ before: booking, ...open, ...change })) {
    return { booking: change.after, facts }
  }
  const newest = await bookings.get(booking.bookingId)
  if (!newest) throw new TypeError(`booking ${booking.bookingId} has vanished`)
  return seenAnew(newest, facts)
}

async function learnPayment(progress: Progress, asked: Promise<PaymentView>): Promise<Progress> {
  return learn(progress, await asked)
}

/**
 * True for an answer that stays the same however often one asks; anything else may have had its
 * effect.
 */
function isRefusal(error: unknown): error is DomainError {
  if (!isDomainError(error)) return false
  return error.kind === 'conflict' || error.kind === 'expired' || error.kind === 'not_found'
}
