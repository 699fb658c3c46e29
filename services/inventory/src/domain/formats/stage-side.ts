import type { Point } from '../seat-map.ts'
import type { NoteList } from './problems.ts'
import type { RowDraft, SeatMapDraft } from './seat-map-draft.ts'

/** Fewer rows show no direction. */
const MIN_ROWS = 3
/** Names that rise this evenly towards the top begin at the bottom. */
const RISING = -0.9

/**
 * Where people look in a drawing without a stage: row A, or 1, is the nearest. Undefined when the
 * names do not say, or say that it is at the top, as in most drawings.
 */
export function stageByRowNames({ sections }: SeatMapDraft, notes: NoteList): Point | undefined {
  for (const { rows } of sections.values()) {
    const named = rows.flatMap((row) => {
      const order = orderOf(row.name)
      const middle = middleOf(row)
      return order === undefined || !middle ? [] : [{ order, ...middle }]
    })
    if (named.length < MIN_ROWS || named.length < rows.length) continue
    const slope = correlation(named.map(({ order, y }) => [order, y]))
    if (slope > RISING) return undefined
    const first = named.reduce((least, row) => (row.order < least.order ? row : least))
    const last = named.reduce((most, row) => (row.order > most.order ? row : most))
    const step = (first.y - last.y) / (named.length - 1)
    const reason = 'no stage is drawn: rows begin at the bottom, so everybody looks there'
    notes.add('file', reason)
    return { x: first.x, y: first.y + 2 * step }
  }
  return undefined
}

/** `7` is 7; `A` is 1, `Z` 26, `AA` 27. */
function orderOf(name: string): number | undefined {
  if (/^\d{1,4}$/.test(name)) return Number(name)
  if (!/^[a-z]{1,2}$/i.test(name)) return undefined
  return [...name.toUpperCase()].reduce((sum, it) => sum * 26 + it.charCodeAt(0) - 64, 0)
}

function middleOf({ seats }: RowDraft): Point | undefined {
  const points = seats.flatMap(({ at }) => at ?? [])
  if (points.length === 0) return undefined
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }))
  return { x: sum.x / points.length, y: sum.y / points.length }
}

/** Pearson's, from -1 to 1; 0 where one of the two does not vary. */
function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length
  const [meanA, meanB] = [mean(0), mean(1)]
  let [ab, aa, bb] = [0, 0, 0]
  for (const [a, b] of pairs) {
    ab += (a - meanA) * (b - meanB)
    aa += (a - meanA) ** 2
    bb += (b - meanB) ** 2
  }
  return aa * bb === 0 ? 0 : ab / Math.sqrt(aa * bb)
}
