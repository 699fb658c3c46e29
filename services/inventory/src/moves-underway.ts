import type { AreaMove } from './domain/area.ts'

// A move is under way from the call of the commit that makes it until that is answered. A look at
// the ledger in that time may or may not find it, and nothing in what it finds tells.

/** Moves of places that commits of this process are making, and the looks that they overlap. */
export class MovesUnderway {
  readonly #underway = new Set<readonly AreaMove[]>()
  readonly #looks = new Set<Set<readonly AreaMove[]>>()

  begin(moves: readonly AreaMove[]): void {
    this.#underway.add(moves)
    for (const overlapped of this.#looks) overlapped.add(moves)
  }

  end(moves: readonly AreaMove[]): void {
    this.#underway.delete(moves)
  }

  /** What the look has found, and every move of which it may have found nothing. */
  async during<Found>(
    look: () => Promise<Found>,
  ): Promise<{ found: Found; overlapped: readonly AreaMove[] }> {
    const overlapped = new Set(this.#underway)
    this.#looks.add(overlapped)
    try {
      const found = await look()
      return { found, overlapped: [...overlapped].flat() }
    } finally {
      this.#looks.delete(overlapped)
    }
  }
}
