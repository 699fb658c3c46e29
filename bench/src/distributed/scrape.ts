/** What a process says of itself at /metrics, in Prometheus' text format. */
export interface Sample {
  readonly name: string
  readonly labels: string
  readonly value: number
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/

export function samplesOf(text: string): readonly Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = LINE.exec(line) ?? []
    return name ? [{ name, labels, value: Number(value) }] : []
  })
}

/** The sum over all label values; NaN when nobody tells it. */
export function sumOf(samples: readonly Sample[], name: string): number {
  const found = samples.filter((sample) => sample.name === name)
  return found.length > 0 ? found.reduce((sum, { value }) => sum + value, 0) : Number.NaN
}

/** The greatest over all label values; NaN when nobody tells it. */
export function greatestOf(samples: readonly Sample[], names: readonly string[]): number {
  const found = samples.filter(({ name }) => names.includes(name))
  return found.length > 0 ? Math.max(...found.map(({ value }) => value)) : Number.NaN
}

/**
 * The quantile of what a histogram has counted between two scrapes, over all series whose labels
 * have `having`: the upper bound of its bucket, so never too good. NaN of nothing.
 */
export function quantileBetween(
  scrapes: { readonly before: readonly Sample[]; readonly after: readonly Sample[] },
  histogram: string,
  { quantile, having = '' }: { readonly quantile: number; readonly having?: string },
): number {
  const counts = cumulative(scrapes.after, histogram, having)
  for (const [bound, count] of cumulative(scrapes.before, histogram, having)) {
    counts.set(bound, (counts.get(bound) ?? 0) - count)
  }
  const all = counts.get(Number.POSITIVE_INFINITY) ?? 0
  if (all === 0) return Number.NaN
  const bounds = [...counts.keys()].toSorted((a, b) => a - b)
  return bounds.find((bound) => (counts.get(bound) ?? 0) >= quantile * all) ?? Number.NaN
}

/** Upper bound -> how many were no greater. */
function cumulative(samples: readonly Sample[], histogram: string, having: string) {
  const counts = new Map<number, number>()
  for (const { name, labels, value } of samples) {
    if (name !== `${histogram}_bucket` || !labels.includes(having)) continue
    const text = /(?:^|,)le="([^"]+)"/.exec(labels)?.[1] ?? ''
    const bound = text === '+Inf' ? Number.POSITIVE_INFINITY : Number(text)
    counts.set(bound, (counts.get(bound) ?? 0) + value)
  }
  return counts
}
