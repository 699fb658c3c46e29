import type { CancelledPlaces } from '../domain/cancelled-places.ts'
import type { Letter } from '../domain/letter.ts'
import type { SaleFacts } from '../ports/sale-facts.ts'
import { rpcSaleFacts } from '../adapters/rpc/sale-facts.ts'
import { fakeServices, saleWorld } from './fake-services.fixture.ts'
import { sampleBooking, sampleReservation, START_MS } from './sample-sales.fixture.ts'

const someCancelled: CancelledPlaces = {
  seats: ['A-13'],
  areas: { Standing: 1 },
  refundedMinor: 17_000,
  currency: 'EUR',
  whole: false,
}

/** A letter of every occasion, and of both kinds of cancellation. */
export async function sampleLetters(): Promise<readonly Letter[]> {
  const facts = sampleFacts()
  const booking = await facts.booking('bk_1')
  const reservation = await facts.reservation('rsv_1')
  const url = 'https://tickets.example.org/bookings/bk_1?a=1&b=2'
  const addressed = { user: await facts.user('user_ann'), event: await facts.event(7), url }
  const whole = { ...someCancelled, refundedMinor: 0, whole: true }
  const about = { ...addressed, booking }
  return [
    { occasion: 'reservation_expiring', ...addressed, reservation, nowMs: START_MS + 420_000 },
    { occasion: 'booking_confirmed', ...about },
    { occasion: 'booking_cancelled', ...about, cancelled: someCancelled },
    { occasion: 'booking_cancelled', ...about, cancelled: whole },
    { occasion: 'event_cancelled', ...about, cancelled: { ...whole, refundedMinor: 34_000 } },
  ]
}

/** The facts of one booking `bk_1` and one reservation `rsv_1`. */
function sampleFacts(): SaleFacts {
  const world = saleWorld()
  world.bookings.set('bk_1', sampleBooking('bk_1'))
  world.reservations.set('rsv_1', sampleReservation('rsv_1'))
  return rpcSaleFacts(fakeServices(world))
}
