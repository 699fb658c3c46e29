import { curvedRow, roundTable, rowLetter, straightRow } from './rows.ts'
import type { RowOfFile, SeatMapFile } from './seat-map-file.ts'

/** A small theatre: curved stalls with a middle aisle, a gallery, and tables before the stage. */
export function theatreMap(): SeatMapFile {
  return {
    name: '春河小劇場',
    currency: 'TWD',
    focal_point: { x: 0, y: 0 },
    categories: [
      { name: '桌席', price: '1800.00', color: '#b5179e' },
      { name: '一樓', price: '1200.00', color: '#3a86ff' },
      { name: '二樓', price: '800.00', color: '#2a9d8f' },
    ],
    sections: [
      { name: '桌席', rows: tables() },
      { name: '一樓', rows: stalls() },
      { name: '二樓', rows: gallery() },
    ],
    areas: [],
  }
}

const TABLES = 8
const WHOLE_TABLES = 2

/** Four at a table; the last two are sold as a whole. */
function tables(): RowOfFile[] {
  return Array.from({ length: TABLES }, (_, index) => {
    const name = `T${index + 1}`
    const table = index < TABLES - WHOLE_TABLES ? 'by_seat' : 'whole'
    const center = { x: (index - (TABLES - 1) / 2) * 3, y: 4 }
    return roundTable(
      { prefix: `${name}-`, name, count: 4, category: '桌席', table },
      { center, radius: 0.8 },
    )
  })
}

const STALL_ROWS = 9

function stalls(): RowOfFile[] {
  return Array.from({ length: STALL_ROWS }, (_, index) => {
    const name = rowLetter(index)
    const radius = 9 + index
    const plan = { prefix: name, name, count: 18, category: '一樓', aislesAfter: [9] }
    const last = index === STALL_ROWS - 1
    const places = last ? { accessible: [1, 18], companions: [2, 17] } : {}
    const half = 8.5 / radius
    const arc = {
      center: { x: 0, y: -2 },
      radius,
      from: Math.PI / 2 + half,
      to: Math.PI / 2 - half,
    }
    return curvedRow({ ...plan, ...places }, arc)
  })
}

function gallery(): RowOfFile[] {
  return Array.from({ length: 3 }, (_, index) => {
    const name = `2${rowLetter(index)}`
    const plan = { prefix: `${name}-`, name, count: 16, category: '二樓', aislesAfter: [8] }
    return straightRow(plan, { middle: { x: 0, y: 18 + index }, pitch: 0.9 })
  })
}
