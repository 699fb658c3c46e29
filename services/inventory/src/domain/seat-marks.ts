/** Bits kept for each seat of a layout. The last seat of a row always has `gapAfter`. */
export const seatMark = {
  accessible: 1,
  companion: 2,
  wholeTable: 4,
  table: 8,
  gapAfter: 16,
} as const
