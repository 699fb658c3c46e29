/**
 * An independent, naive account of what inventory must do. It knows nothing of versions, ledgers
 * and views.
 */
export interface ModelReservation {
  readonly id: string
  readonly user: string
  seats: string[]
  places: number
  status: 'ACTIVE' | 'PAYING' | 'CONFIRMED' | 'EXPIRED' | 'RELEASED'
  readonly createdMs: number
  expiresMs: number
  extensions: number
  booking: string | undefined
}

export const MODEL = {
  capacity: 6,
  limit: 5,
  ttlMs: 600_000,
  lifeMs: 7_200_000,
  extensions: 3,
} as const

/** Who has what, and whether a wish would be granted. */
export class SeatModel {
  nowMs: number
  readonly reservations = new Map<string, ModelReservation>()
  readonly blocked = new Set<string>()

  constructor(nowMs: number) {
    this.nowMs = nowMs
  }

  /** What still counts: an ACTIVE reservation past its time has nothing. */
  living(): ModelReservation[] {
    return [...this.reservations.values()].filter(
      ({ status, expiresMs }) =>
        status === 'PAYING' ||
        status === 'CONFIRMED' ||
        (status === 'ACTIVE' && expiresMs > this.nowMs),
    )
  }

  ownerOf(seat: string): ModelReservation | undefined {
    return this.living().find(({ seats }) => seats.includes(seat))
  }

  isFree(seat: string): boolean {
    return !this.blocked.has(seat) && !this.ownerOf(seat)
  }

  placesTaken(): number {
    return this.living().reduce((sum, { places }) => sum + places, 0)
  }

  countOf(user: string): number {
    return this.living()
      .filter((reservation) => reservation.user === user)
      .reduce((sum, { seats, places }) => sum + seats.length + places, 0)
  }

  mayTake(user: string, wish: { seats: readonly string[]; places: number }): boolean {
    return (
      wish.seats.every((seat) => this.isFree(seat)) &&
      this.placesTaken() + wish.places <= MODEL.capacity &&
      this.countOf(user) + wish.seats.length + wish.places <= MODEL.limit
    )
  }

  isOver(reservation: ModelReservation): boolean {
    return !this.living().includes(reservation)
  }
}
