import { curvedRow, rowLetter } from './rows.ts'
import type { RowOfFile, SeatMapFile, SectionOfFile } from './seat-map-file.ts'

/** A stadium of 80,000: forty blocks around the pitch in each of two tiers. */
export function stadiumMap(): SeatMapFile {
  return {
    name: 'Thameside Stadium',
    currency: 'GBP',
    focal_point: { x: 0, y: 0 },
    categories: [
      { name: 'Halfway', price: '120.00', color: '#d00000' },
      { name: 'Sideline', price: '85.00', color: '#f48c06' },
      { name: 'Corner', price: '55.00', color: '#ffba08' },
      { name: 'Upper', price: '35.00', color: '#3f88c5' },
    ],
    sections: [...tier(lower), ...tier(upper)],
    areas: [],
  }
}

interface Tier {
  readonly firstBlock: number
  readonly rows: number
  readonly seatsInRow: number
  /** Distance of the first row from the middle of the pitch, along and across it, in metres. */
  readonly along: number
  readonly across: number
}

const BLOCKS = 40
/** 40 blocks of 25 rows of 36 and of 44: 36,000 and 44,000. */
const lower: Tier = { firstBlock: 101, rows: 25, seatsInRow: 36, along: 66, across: 48 }
const upper: Tier = { firstBlock: 201, rows: 25, seatsInRow: 44, along: 100, across: 82 }

const ROW_DEPTH = 0.85
/** The part of a block's angle that stairs take. */
const STAIRS = 0.06

/** Rows are drawn when somebody looks: a file is written block by block, never held as a whole. */
function tier(plan: Tier): SectionOfFile[] {
  return Array.from({ length: BLOCKS }, (_, index) => {
    const name = String(plan.firstBlock + index)
    return {
      name,
      get rows() {
        return Array.from({ length: plan.rows }, (__, row) => blockRow(plan, { index, name, row }))
      },
    }
  })
}

function blockRow(
  plan: Tier,
  { index, name, row }: { index: number; name: string; row: number },
): RowOfFile {
  const turn = (2 * Math.PI) / BLOCKS
  const letter = rowLetter(row)
  const wheelchairs = plan === lower && row === plan.rows - 1 && index % 4 === 0
  return curvedRow(
    {
      prefix: `${name}-${letter}-`,
      name: letter,
      count: plan.seatsInRow,
      category: plan === upper ? 'Upper' : categoryOf(index),
      aislesAfter: [plan.seatsInRow / 2],
      ...(wheelchairs ? { accessible: [1, 3, 5, 7], companions: [2, 4, 6, 8] } : {}),
    },
    {
      center: { x: 0, y: 0 },
      radius: plan.along + row * ROW_DEPTH,
      radiusY: plan.across + row * ROW_DEPTH,
      from: turn * (index + STAIRS),
      to: turn * (index + 1 - STAIRS),
    },
  )
}

/**
 * Blocks are counted clockwise from the right-hand goal: those above and below face the halfway
 * line.
 */
function categoryOf(index: number): string {
  const fromHalfway = Math.min(Math.abs(index + 0.5 - 10), Math.abs(index + 0.5 - 30))
  if (fromHalfway < 3) return 'Halfway'
  return fromHalfway < 7 ? 'Sideline' : 'Corner'
}
