/** A rectangle of seats: what the benchmark sells. */
export interface Hall {
  readonly sections: number
  readonly rowsPerSection: number
  readonly seatsPerRow: number
}

/** 80,000 seats. */
export const stadium: Hall = { sections: 40, rowsPerSection: 50, seatsPerRow: 40 }
/** 3,000 seats. */
export const concertHall: Hall = { sections: 10, rowsPerSection: 15, seatsPerRow: 20 }
/** 1,000 seats. */
export const theatre: Hall = { sections: 5, rowsPerSection: 10, seatsPerRow: 20 }

/** The price of every seat, in cents. */
export const PRICE_MINOR = 4500

export function sizeOf({ sections, rowsPerSection, seatsPerRow }: Hall): number {
  return sections * rowsPerSection * seatsPerRow
}

/** Names of all seats, in an order that has nothing to do with where they are. */
export function shuffledSeats(hall: Hall): readonly string[] {
  const seats = [...seatNumbers(hall)]
  let state = 0x9e3779b9
  for (let i = seats.length - 1; i > 0; i--) {
    // A linear congruential generator (Numerical Recipes, 3rd ed., section 7.1): the same order in
    // every run. Its low bits repeat soon, so the high ones choose.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const j = Math.floor((state / 2 ** 32) * (i + 1))
    const seat = seats[i] as string
    seats[i] = seats[j] as string
    seats[j] = seat
  }
  return seats
}

/** The hall as our own seat map has it. */
export function seatMapOf(hall: Hall): object {
  return {
    name: 'Hall',
    currency: 'EUR',
    focal_point: { x: (hall.sections * hall.seatsPerRow) / 2, y: -20 },
    categories: [{ name: 'Standard', price: (PRICE_MINOR / 100).toFixed(2), color: '#2266aa' }],
    sections: numbers(hall.sections).map((section) => ({
      name: String(section),
      rows: numbers(hall.rowsPerSection).map((row) => ({
        name: String(row),
        seats: numbers(hall.seatsPerRow).map((seat) => ({
          seat_number: seatNumber(section, row, seat),
          label: String(seat),
          category: 'Standard',
          x: section * hall.seatsPerRow + seat,
          y: row,
        })),
      })),
    })),
    areas: [],
  }
}

function* seatNumbers(hall: Hall): Iterable<string> {
  for (const section of numbers(hall.sections)) {
    for (const row of numbers(hall.rowsPerSection)) {
      for (const seat of numbers(hall.seatsPerRow)) yield seatNumber(section, row, seat)
    }
  }
}

function seatNumber(section: number, row: number, seat: number): string {
  return `${section}-${row}-${seat}`
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
}
