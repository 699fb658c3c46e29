import { newId, type OperationId } from '@usher/kernel'
import { getTickets, paidBooking, type TicketView, type WhoseBooking } from './get-tickets.ts'
import type { TicketPorts } from './ticket-ports.ts'

export interface ReissueTickets extends WhoseBooking {
  /** Absent: not repeatable. */
  readonly operationId: OperationId | undefined
}

/**
 * Ends every code given out for this booking and answers the new ones. Throws what `getTickets`
 * throws, and exhausted / too_many_issues.
 */
export async function reissueTickets(
  ports: TicketPorts,
  { operationId, ...whose }: ReissueTickets,
): Promise<TicketView[]> {
  const { bookingId } = await paidBooking(ports, whose)
  await ports.tickets.reissue(bookingId, operationId ?? newId(ports, 'operation'))
  return getTickets(ports, whose)
}
