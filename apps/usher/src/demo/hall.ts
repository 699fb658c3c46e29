import { curvedRow, rowLetter, straightRow } from './rows.ts'
import type { RowOfFile, SeatMapFile } from './seat-map-file.ts'

/** A concert hall of 3,000: stalls with two aisles, an amphitheatre, boxes along both walls. */
export function hallMap(): SeatMapFile {
  return {
    name: 'Auditorio de la Ribera',
    currency: 'EUR',
    focal_point: { x: 0, y: 0 },
    categories: [
      { name: 'Patio A', price: '95.00', color: '#d00000' },
      { name: 'Patio B', price: '70.00', color: '#f48c06' },
      { name: 'Palco', price: '85.00', color: '#6a4c93' },
      { name: 'Anfiteatro', price: '38.50', color: '#2a9d8f' },
    ],
    sections: [
      { name: 'Patio', rows: stalls() },
      { name: 'Palcos izquierda', rows: boxes('I', -1) },
      { name: 'Palcos derecha', rows: boxes('D', 1) },
      { name: 'Anfiteatro', rows: amphitheatre() },
    ],
    areas: [],
  }
}

const STALL_ROWS = 36
const BEST_ROWS = 14

function stalls(): RowOfFile[] {
  return Array.from({ length: STALL_ROWS }, (_, index) => {
    const name = rowLetter(index)
    const category = index < BEST_ROWS ? 'Patio A' : 'Patio B'
    const plan = { prefix: `P-${name}-`, name, count: 48, category, aislesAfter: [14, 34] }
    const last = index === STALL_ROWS - 1
    const places = last ? { accessible: [1, 3, 46, 48], companions: [2, 4, 45, 47] } : {}
    return straightRow(
      { ...plan, ...places },
      { middle: { x: 0, y: 6 + index * 0.95 }, pitch: 0.55 },
    )
  })
}

const BOXES_A_SIDE = 17

function boxes(letter: string, side: -1 | 1): RowOfFile[] {
  return Array.from({ length: BOXES_A_SIDE }, (_, index) => {
    const name = `${letter}${index + 1}`
    const plan = { prefix: `${name}-`, name, count: 8, category: 'Palco' }
    return straightRow(plan, { middle: { x: side * 20, y: 6 + index * 2 }, pitch: 0.6 })
  })
}

function amphitheatre(): RowOfFile[] {
  return Array.from({ length: 20 }, (_, index) => {
    const name = rowLetter(index)
    const plan = {
      prefix: `AN-${name}-`,
      name,
      count: 50,
      category: 'Anfiteatro',
      aislesAfter: [25],
    }
    const radius = 44 + index
    const half = 0.42
    const arc = { center: { x: 0, y: 0 }, radius, from: Math.PI / 2 + half, to: Math.PI / 2 - half }
    return curvedRow(plan, arc)
  })
}
