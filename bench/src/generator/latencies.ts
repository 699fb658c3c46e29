import { build } from 'hdr-histogram-js'
import type { Percentiles } from './plan.ts'

/** Anything slower is counted as this. */
const HIGHEST_US = 60_000_000

/** Times to answer, to three digits, in a high dynamic range histogram (G. Tene). */
export class Latencies {
  readonly #histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_US,
    numberOfSignificantValueDigits: 3,
  })

  record(us: number): void {
    this.#histogram.recordValue(Math.min(HIGHEST_US, Math.max(1, Math.round(us))))
  }

  percentiles(): Percentiles {
    const at = (percentile: number): number =>
      this.#histogram.getValueAtPercentile(percentile) / 1000
    return { p50: at(50), p95: at(95), p99: at(99), max: this.#histogram.maxValue / 1000 }
  }
}
