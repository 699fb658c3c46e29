import type { SeatStatus } from './seat.ts'

/** Places of a general-admission area that are not AVAILABLE. What is left of the capacity is. */
export interface TakenPlaces {
  readonly reserved: number
  readonly booked: number
  readonly blocked: number
}

export const noTakenPlaces: TakenPlaces = { reserved: 0, booked: 0, blocked: 0 }

type TakenStatus = Exclude<SeatStatus, 'AVAILABLE'>

/**
 * `quantity` places of an area change their status, if that many have it. Taking free ones needs
 * the capacity.
 */
export type AreaMove =
  | {
      readonly area: string
      readonly from: 'AVAILABLE'
      readonly to: TakenStatus
      readonly quantity: number
      readonly capacity: number
    }
  | {
      readonly area: string
      readonly from: TakenStatus
      readonly to: SeatStatus
      readonly quantity: number
    }

/** The counts after the move, or undefined when too few places have the status it starts from. */
export function movePlaces(taken: TakenPlaces, move: AreaMove): TakenPlaces | undefined {
  if (placesToMove(taken, move) < move.quantity) return undefined
  return {
    reserved: taken.reserved + change(move, 'RESERVED'),
    booked: taken.booked + change(move, 'BOOKED'),
    blocked: taken.blocked + change(move, 'BLOCKED'),
  }
}

/** How many places have the status the move starts from. */
export function placesToMove(taken: TakenPlaces, move: AreaMove): number {
  switch (move.from) {
    case 'AVAILABLE':
      return move.capacity - taken.reserved - taken.booked - taken.blocked
    case 'RESERVED':
      return taken.reserved
    case 'BOOKED':
      return taken.booked
    case 'BLOCKED':
      return taken.blocked
  }
}

function change(move: AreaMove, status: SeatStatus): number {
  return (move.to === status ? move.quantity : 0) - (move.from === status ? move.quantity : 0)
}
