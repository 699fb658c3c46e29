import type { SeatLayout } from './seat-layout.ts'
import { seatMark } from './seat-marks.ts'

/**
 * The companion seats of `chosen` when nobody in it takes an accessible seat; empty is fine.
 * Companion seats exist for the people beside a wheelchair (28 CFR 36.302(f)(4)), so they are never
 * sold on their own.
 */
export function companionsAlone({ marks }: SeatLayout, chosen: readonly number[]): number[] {
  const has = (seat: number, mark: number) => ((marks[seat] ?? 0) & mark) !== 0
  if (chosen.some((seat) => has(seat, seatMark.accessible))) return []
  return chosen.filter((seat) => has(seat, seatMark.companion))
}
