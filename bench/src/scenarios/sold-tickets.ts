import { generate } from '../generator/generate.ts'
import type { ScannedTicket } from '../generator/plan.ts'
import type { Stage } from '../stage/stage.ts'
import type { UsherTarget } from '../targets/open-usher.ts'

const SEATS_PER_BOOKING = 10
const BUYING_AT_ONCE = 64
const BUYING_SECONDS_MAX = 600
const ASKING_AT_ONCE = 16

/** Sells as many tickets as are wanted and fetches their codes, in an order of no meaning. */
export async function soldTickets(
  stage: Stage,
  target: UsherTarget,
  wanted: number,
): Promise<readonly ScannedTicket[]> {
  stage.say(`${wanted.toLocaleString('en')} tickets are sold`)
  const { port, tokens, seats } = target
  const bookings = Math.ceil(wanted / SEATS_PER_BOOKING / target.eventIds.length)
  const sold: ScannedTicket[] = []
  for (const eventId of target.eventIds) {
    const { bookingIds } = await generate(stage, {
      kind: 'purchases',
      port,
      // One buyer, so that it is known whose a booking is.
      tokens: tokens.slice(0, 1),
      eventIds: [eventId],
      seats: seats.slice(0, bookings * SEATS_PER_BOOKING),
      events: 'one after another',
      seatsPerBooking: SEATS_PER_BOOKING,
      firstBuyer: 0,
      load: { kind: 'closed', concurrency: BUYING_AT_ONCE, seconds: BUYING_SECONDS_MAX },
      run: `tickets-${eventId}`,
    })
    sold.push(...(await ticketsOf(target, eventId, bookingIds)))
  }
  return sold
}

async function ticketsOf(
  { api, tokens }: UsherTarget,
  eventId: number,
  bookingIds: readonly string[],
): Promise<readonly ScannedTicket[]> {
  const tickets: ScannedTicket[] = []
  let asked = 0
  const ask = async (): Promise<void> => {
    while (asked < bookingIds.length) {
      const bookingId = bookingIds[asked++] as string
      const codes = await api.ticketCodes(bookingId, tokens[0] as string)
      tickets.push(...codes.map((code) => ({ eventId, code })))
    }
  }
  await Promise.all(Array.from({ length: ASKING_AT_ONCE }, ask))
  return tickets
}
