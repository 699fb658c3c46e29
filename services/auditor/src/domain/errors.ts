import { DomainError } from '@usher/kernel'

/** Another process follows the same seat just now; the message comes again. */
export function seatFollowedElsewhere(seatNumber: string): DomainError {
  const facts = { seat_number: seatNumber }
  return new DomainError('conflict', 'seat_followed_elsewhere', 'somebody else was faster', facts)
}
