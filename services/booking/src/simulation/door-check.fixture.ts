import type { Booking } from '../domain/booking.ts'
import { type Ticket, ticketIdOf, ticketsOf } from '../domain/ticket.ts'

/** What is wrong at the door of a world that has come to rest, where no check-in was undone. */
export function doorBreaches(
  bookings: readonly Booking[],
  admitted: readonly string[],
  inside: readonly string[],
): readonly string[] {
  const recorded = new Set(inside)
  const paidBack = new Set(bookings.flatMap((booking) => paidBackToBuyer(booking).map(ticketIdOf)))
  const twice = admitted.filter((ticket, i) => admitted.indexOf(ticket) < i)
  return [
    ...twice.map((ticket) => `S38 ${ticket} let two people in`),
    ...admitted.filter((each) => !recorded.has(each)).map((each) => `S38 ${each} was forgotten`),
    ...inside.filter((each) => paidBack.has(each)).map((each) => `S38 ${each} is in for nothing`),
  ]
}

/** An organizer may give money back to somebody who is inside; a buyer may not take it. */
function paidBackToBuyer(booking: Booking): readonly Ticket[] {
  const refunds = booking.refunds.filter(({ actor }) => actor !== 'system')
  const seats = new Set<string>(refunds.flatMap((refund) => refund.seats))
  const areas = new Set<string>(refunds.flatMap((refund) => Object.keys(refund.areas)))
  return ticketsOf(booking).filter(({ place, cancelled }) => {
    return (
      cancelled && (place.kind === 'seat' ? seats.has(place.seatNumber) : areas.has(place.area))
    )
  })
}
