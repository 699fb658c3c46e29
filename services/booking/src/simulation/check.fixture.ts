import { PaymentStatus, ReservationStatus } from '@usher/contracts'
import type { Booking } from '../domain/booking.ts'
import { placesLeft, quantityIn } from '../domain/booking.ts'
import { seatsLeft } from './inventory-model.fixture.ts'
import type { World } from './world.fixture.ts'

/**
 * What is wrong with a world that has come to rest: one line for each breach, with the name of the
 * invariant.
 */
export async function breaches(world: World): Promise<readonly string[]> {
  const bookings = await world.allBookings()
  return [
    ...world.bugs,
    ...bookings.flatMap((booking) => [
      ...unfinished(booking),
      ...moneyOf(world, booking),
      ...seatsOf(world, booking),
    ]),
    ...strayMoney(world, bookings),
    ...straySeats(world, bookings),
    ...duplicates(
      'I7 reference',
      bookings.map((booking) => booking.bookingReference),
    ),
    ...(await told(world, bookings)),
    ...(await totalled(world, bookings)),
  ]
}

/** I13: every booking ends, and nothing of it is left open. */
function unfinished({ bookingId, status, step, refunds, paymentToken }: Booking): string[] {
  if (status === 'PENDING' || step !== 'rest') return [`I13 ${bookingId} is ${status}, to ${step}`]
  if (refunds.some((refund) => !refund.done)) return [`I13 ${bookingId} has an open refund`]
  return paymentToken ? [`I18 ${bookingId} still has its token`] : []
}

/** I5, I6: taken at most once, and what was kept is what is confirmed. */
function moneyOf({ payment }: World, booking: Booking): string[] {
  const { bookingId, paymentId, status, totalMinor, refundedMinor } = booking
  const known = payment.payments.get(paymentId)
  const kept = known ? known.capturedMinor - known.refundedMinor : 0
  const owed = status === 'CONFIRMED' ? totalMinor - refundedMinor : 0
  const wrong = []
  if (known && known.captures > 1) wrong.push(`I5 ${bookingId} was charged ${known.captures} times`)
  if (kept !== owed) wrong.push(`I5 ${bookingId} ${status}: kept ${kept} instead of ${owed}`)
  if (known?.status === PaymentStatus.AUTHORIZED) wrong.push(`I6 ${bookingId}: money set aside`)
  return wrong
}

function strayMoney({ payment }: World, bookings: readonly Booking[]): string[] {
  const known = new Set<string>(bookings.map((booking) => booking.paymentId))
  return [...payment.payments.keys()]
    .filter((paymentId) => !known.has(paymentId))
    .map((paymentId) => `I6 ${paymentId} belongs to no booking`)
}

/** I2, I11: a confirmed booking has exactly the seats it says. */
function seatsOf({ inventory }: World, booking: Booking): string[] {
  if (booking.status !== 'CONFIRMED') return []
  const reservation = inventory.reservations.get(booking.reservationId)
  if (reservation?.bookingId !== booking.bookingId) return [`I2 ${booking.bookingId} has no seats`]
  const said = placesLeft(booking)
  const has = seatsLeft(reservation)
  const same = said.seats.join() === has.seats.join()
  const booked = has.seats.every((seat) => {
    const state = inventory.seats.get(seat)
    return state?.booked && state.by === booking.reservationId
  })
  const places = quantityIn(said.areas, 'Floor') === has.places
  return same && booked && places ? [] : [`I2 ${booking.bookingId} has other seats than it says`]
}

/** No seat BOOKED without a CONFIRMED booking, none PAYING when nobody pays. */
function straySeats({ inventory }: World, bookings: readonly Booking[]): string[] {
  const confirmed = new Set<string>(
    bookings.filter(({ status }) => status === 'CONFIRMED').map(({ bookingId }) => bookingId),
  )
  return [...inventory.reservations.values()].flatMap((reservation) => {
    const { reservationId, status, bookingId } = reservation
    if (status === ReservationStatus.PAYING) return [`I13 ${reservationId} is still PAYING`]
    const left = seatsLeft(reservation)
    const sold = status === ReservationStatus.CONFIRMED && left.seats.length + left.places > 0
    return sold && !confirmed.has(bookingId) ? [`I6 ${reservationId} is booked by nobody`] : []
  })
}

/** I8: the world is told once of each sale and of each refund. */
async function told(world: World, bookings: readonly Booking[]): Promise<string[]> {
  const sold = bookings.filter(({ confirmedAtMs }) => confirmedAtMs > 0)
  const refunds = bookings.flatMap(({ refunds, bookingId }) => refunds.map(() => bookingId))
  return [
    ...differ('booking.confirmed', await world.messages('booking.confirmed'), ids(sold)),
    ...differ('booking.cancelled', await world.messages('booking.cancelled'), refunds),
  ]
}

function ids(bookings: readonly Booking[]): string[] {
  return bookings.map((booking) => booking.bookingId)
}

function differ(topic: string, found: readonly string[], expected: readonly string[]): string[] {
  const same = found.toSorted().join() === expected.toSorted().join()
  return same ? [] : [`I8 ${topic}: ${found.length} messages for ${expected.length}`]
}

async function totalled(world: World, bookings: readonly Booking[]): Promise<string[]> {
  const totals = await world.client.getEventTotals({ eventId: world.inventory.eventId })
  const confirmed = bookings.filter(({ status }) => status === 'CONFIRMED').length
  const ledger = [...world.payment.payments.values()]
  const captured = ledger.reduce((sum, each) => sum + each.capturedMinor, 0)
  const refunded = ledger.reduce((sum, each) => sum + each.refundedMinor, 0)
  const same =
    totals.bookings === confirmed &&
    Number(totals.capturedMinor) === captured &&
    Number(totals.refundedMinor) === refunded
  return same ? [] : ['I5 the totals of the event are not those of the ledger']
}

function duplicates(what: string, values: readonly string[]): string[] {
  return new Set(values).size === values.length ? [] : [`${what} is not unique`]
}
