/** Counts what a run has met, to tell whether the generator finds the interesting places. */
export class Sightings {
  readonly counts: Record<string, number> = {}

  saw(what: string, times = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + times
  }

  add(others: Sightings): void {
    for (const [what, times] of Object.entries(others.counts)) this.saw(what, times)
  }
}
