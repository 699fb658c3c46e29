import { auditTables } from '@usher/app/audit/audit-tables'
import type { BookingRow } from '@usher/booking/adapters/tables/booking-tables'
import type { ServiceClients } from '@usher/api-gateway'
import type { Tables } from '@usher/stores'
import type { House } from '../house.ts'
import { capturedOf, refundedOf, worthOf } from './money.ts'
import { type Breach, isLive, placesKept, seatKey, type State } from './state.ts'

/**
 * True when nothing is under way any more: no booking open, no reservation waiting, no money
 * undecided.
 */
export function isQuiet({ bookings, reservations, bank }: State): boolean {
  for (const { step, status } of bookings.values()) {
    if (step !== 'rest' || status === 'PENDING') return false
  }
  for (const { status } of reservations.values()) {
    if (status === 'ACTIVE' || status === 'PAYING') return false
  }
  return bank.every(({ status }) => status !== 'AUTHORIZED' && status !== 'PENDING')
}

/** I6, I13, and the audit that operators run: after everything has had its time. */
export async function* checkFinal(tables: Tables, state: State): AsyncGenerator<Breach> {
  if (!isQuiet(state)) yield { invariant: 'I13', facts: unfinished(state) }
  for (const booking of state.bookings.values()) yield* checkAccount(booking, state)
  const { violations } = await auditTables(tables)
  for (const { invariant, facts } of violations) {
    yield { invariant, facts: { found_by: 'the audit', ...facts } }
  }
}

function unfinished({ bookings, reservations, bank }: State): object {
  return {
    bookings: [...bookings.values()].filter(({ step }) => step !== 'rest'),
    reservations: [...reservations.values()].filter(
      ({ status }) => status === 'ACTIVE' || status === 'PAYING',
    ),
    bank: bank.filter(({ status }) => status === 'AUTHORIZED' || status === 'PENDING'),
  }
}

/** To the cent: what is kept of a booking is what its seats cost, and nothing without seats. */
function* checkAccount(booking: BookingRow, { bank }: State): Generator<Breach> {
  const payments = bank.filter(({ bookingId }) => bookingId === booking.booking_id)
  const kept = payments.reduce((sum, payment) => sum + capturedOf(payment) - refundedOf(payment), 0)
  if (kept === worthOf(booking)) return
  yield { invariant: 'I6', facts: { kept, worth: worthOf(booking), booking, payments } }
}

/** I14 when nothing is on its way: what buyers are shown is what is stored. */
export async function* checkShown(
  { events }: House,
  clients: ServiceClients,
  state: State,
): AsyncGenerator<Breach> {
  for (const event of events) {
    const { counts } = await clients.inventory.getAvailability({ eventId: event.eventId })
    const stored = event.seats.map(
      (seat) => state.seats.get(seatKey(event.eventId, seat))?.status ?? 'AVAILABLE',
    )
    let taken = 0
    for (const reservation of state.reservations.values()) {
      if (reservation.event_id !== event.eventId || !isLive(reservation)) continue
      taken += placesKept(reservation, event.area)
    }
    const free = stored.filter((status) => status === 'AVAILABLE').length
    const available = free + event.areaCapacity - taken
    if (counts?.available === available) continue
    yield { invariant: 'I14', facts: { event: event.eventId, shown: counts, available } }
  }
}
