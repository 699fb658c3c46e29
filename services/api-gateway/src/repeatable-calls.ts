import type { ServiceClients } from './routes/gateway-context.ts'

type Reads = { readonly [Name in keyof ServiceClients]: readonly (keyof ServiceClients[Name])[] }

/** Calls that change nothing. Any other is repeatable when an operation id makes it so. */
export const reads: Reads = {
  auth: ['authenticate', 'getUser', 'getUsers', 'findUser', 'listApiKeys', 'getKeySet'],
  events: [
    'getVenue',
    'listVenues',
    'getEvent',
    'listEvents',
    'checkOwner',
    'checkScanner',
    'listScanners',
  ],
  inventory: [
    'getSeatMap',
    'listSeats',
    'getSeat',
    'getAvailability',
    'getCounts',
    'getAvailabilityMap',
    'getReservation',
    'listReservations',
    'getJournal',
    'getSales',
  ],
  booking: ['getBooking', 'listBookings', 'getEventTotals'],
  payment: ['getPayment'],
  tickets: [
    'getTickets',
    'renderTickets',
    'renderCalendar',
    'listCheckIns',
    'listAttendees',
    'getTicketKeys',
  ],
  search: ['search', 'suggest', 'getReindex'],
  notification: ['listNotifications', 'listMails', 'getMail'],
}

/** True when the request names its operation: a repeat is answered with the first outcome. */
export function namesItsOperation(request: object): boolean {
  return (
    'operationId' in request &&
    typeof request.operationId === 'string' &&
    request.operationId !== ''
  )
}
