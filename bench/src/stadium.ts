/**
 * Names of the seats of the benchmark's stadium, in an order that has nothing to do with where they
 * are.
 */
export function shuffledSeats(seatNumbers: readonly string[]): readonly string[] {
  const seats = [...seatNumbers]
  let state = 0x9e3779b9
  for (let i = seats.length - 1; i > 0; i--) {
    // A linear congruential generator (Numerical Recipes, 3rd ed., section 7.1): the same order in
    // every run.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const j = state % (i + 1)
    const seat = seats[i] as string
    seats[i] = seats[j] as string
    seats[j] = seat
  }
  return seats
}

export const SECTIONS = 40
export const ROWS = 50
export const SEATS_PER_ROW = 40

/** 40 sections of 50 rows of 40: 80,000 seats. */
export function stadiumSeatNumbers(): readonly string[] {
  const seats: string[] = []
  for (let section = 1; section <= SECTIONS; section++) {
    for (let row = 1; row <= ROWS; row++) {
      for (let seat = 1; seat <= SEATS_PER_ROW; seat++) seats.push(`${section}-${row}-${seat}`)
    }
  }
  return seats
}

/** The stadium as our own seat map has it. */
export function stadiumSeatMap(): object {
  const sections = new Map<string, Map<string, object[]>>()
  for (const [index, seatNumber] of stadiumSeatNumbers().entries()) {
    const [section = '', row = '', label = ''] = seatNumber.split('-')
    const rows = sections.get(section) ?? new Map<string, object[]>()
    const seats = rows.get(row) ?? []
    seats.push({
      seat_number: seatNumber,
      label,
      category: 'Standard',
      x: Number(section) * SEATS_PER_ROW + (index % SEATS_PER_ROW),
      y: Number(row),
    })
    rows.set(row, seats)
    sections.set(section, rows)
  }
  return {
    name: 'Stadium',
    currency: 'EUR',
    focal_point: { x: 800, y: -20 },
    categories: [{ name: 'Standard', price: '45.00', color: '#2266aa' }],
    sections: [...sections].map(([name, rows]) => ({
      name,
      rows: [...rows].map(([row, seats]) => ({ name: row, seats })),
    })),
    areas: [],
  }
}
