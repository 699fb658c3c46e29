import type { Point } from '../seat-map.ts'
import type { NoteList } from './problems.ts'
import type { AreaDraft, SeatDraft, SeatMapDraft } from './seat-map-draft.ts'

/** Seats and areas that one drawing holds: a floor, or a section. */
export interface Plane {
  readonly name: string
  readonly items: readonly (SeatDraft | AreaDraft)[]
}

/** The sections of a draft, for files that draw each by itself. */
export function sectionPlanes({ sections }: SeatMapDraft): Plane[] {
  return [...sections.values()].map(({ name, rows }) => {
    return { name, items: rows.flatMap(({ seats }) => seats) }
  })
}

const WALKWAY = 80

/**
 * Floors that are drawn one over the other are moved apart, away from the stage: in one drawing
 * nobody could tell their seats from each other. What lies over nothing else stays where it is.
 */
export function movePlanesApart(
  planes: readonly Plane[],
  { focalPoint, notes }: { focalPoint: Point | undefined; notes: NoteList },
): void {
  const taken = new Set<string>()
  let [top, bottom] = [Infinity, -Infinity]
  for (const { name, items } of planes) {
    const points = items.flatMap(({ at }) => at ?? [])
    if (points.some((point) => taken.has(keyOf(point)))) {
      const [first, last] = extentOf(points)
      const up = focalPoint !== undefined && focalPoint.y > (top + bottom) / 2
      const shift = up ? top - WALKWAY - last : bottom + WALKWAY - first
      for (const item of items) if (item.at) item.at = { x: item.at.x, y: item.at.y + shift }
      notes.add(name, `lies over another part of the drawing: drawn ${up ? 'above' : 'below'} it`)
    }
    const placed = items.flatMap(({ at }) => at ?? [])
    for (const point of placed) taken.add(keyOf(point))
    const [first, last] = extentOf(placed)
    top = Math.min(top, first)
    bottom = Math.max(bottom, last)
  }
}

function keyOf({ x, y }: Point): string {
  return `${x} ${y}`
}

function extentOf(points: readonly Point[]): [top: number, bottom: number] {
  let [top, bottom] = [Infinity, -Infinity]
  for (const { y } of points) {
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return [top, bottom]
}
