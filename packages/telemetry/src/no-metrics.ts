import type { Metrics } from './metrics.ts'

const nothing = (): void => {}

/** Records nothing. For tests and for programs that nobody watches. */
export const noMetrics: Metrics = {
  counter: () => ({ add: nothing }),
  histogram: () => ({ observe: nothing }),
  gauge: () => ({ set: nothing }),
  gaugeOf: nothing,
}
