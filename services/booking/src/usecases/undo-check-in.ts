import { type CheckInId, DomainError, type EventId } from '@usher/kernel'
import type { CheckIn } from '../domain/check-in.ts'
import type { TicketPorts } from './ticket-ports.ts'

export interface UndoCheckIn {
  readonly eventId: EventId
  readonly checkInId: CheckInId
  readonly scannerId: string
}

/** The ticket admits again. May be repeated. Throws not_found / check_in_not_found. */
export async function undoCheckIn(
  { checkIns, clock, telemetry }: TicketPorts,
  { eventId, checkInId, scannerId }: UndoCheckIn,
): Promise<CheckIn> {
  const undo = { eventId, checkInId, undoneBy: scannerId, atMs: clock.nowMs() }
  const undone = await checkIns.undo(undo)
  if (!undone) {
    throw new DomainError('not_found', 'check_in_not_found', 'no such check-in at this event', {
      check_in_id: checkInId,
    })
  }
  telemetry.checkInUndone()
  return undone
}
