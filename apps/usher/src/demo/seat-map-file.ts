/** Our own JSON of a seat map as docs/seat-maps.md has it; what `PUT seat-map` reads. */
export interface SeatMapFile {
  readonly name: string
  readonly currency: string
  readonly focal_point: Point
  readonly categories: readonly { name: string; price: string; color: string }[]
  readonly sections: readonly SectionOfFile[]
  readonly areas: readonly AreaOfFile[]
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface SectionOfFile {
  readonly name: string
  readonly rows: readonly RowOfFile[]
}

export interface RowOfFile {
  readonly name: string
  readonly table?: 'by_seat' | 'whole'
  readonly seats: readonly SeatOfFile[]
}

export interface SeatOfFile {
  readonly seat_number: string
  readonly category: string
  readonly x: number
  readonly y: number
  readonly accessible?: true
  readonly companion?: true
  readonly gap_after?: true
}

export interface AreaOfFile {
  readonly name: string
  readonly category: string
  readonly capacity: number
  readonly x: number
  readonly y: number
}

/** The seats and places of a file. */
export function capacityOf({ sections, areas }: SeatMapFile): number {
  let capacity = 0
  for (const { rows } of sections) for (const { seats } of rows) capacity += seats.length
  for (const area of areas) capacity += area.capacity
  return capacity
}
