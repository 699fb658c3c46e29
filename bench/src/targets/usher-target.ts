import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processCpuUs } from '../process-cpu.ts'
import { SEATS_PER_ROW, shuffledSeats, stadiumSeatNumbers } from '../stadium.ts'
import { startChildServer } from './child-server.ts'
import { readStored } from './read-stored.ts'
import type { Target } from './target.ts'
import { UsherApi } from './usher-api.ts'

/** Every buyer may come as often as they like from this one address. */
const NO_LIMITS = Object.fromEntries(
  ['AUTH', 'READS', 'RESERVATIONS', 'BOOKINGS', 'ORGANIZER'].flatMap((group) => [
    [`USHER_LIMIT_${group}_PER_USER`, '0'],
    [`USHER_LIMIT_${group}_PER_ADDRESS`, '0'],
  ]),
)
const BUYERS = 50
/** More than a machine of this decade books a second: decides how many events are prepared. */
const BOOKINGS_PER_SECOND_MAX = 12_000

/** Usher as its users run it: `usher serve` in a process of its own, on a directory of its own. */
export async function usherTarget({ seconds }: { seconds: number }): Promise<Target> {
  const directory = await mkdtemp(join(tmpdir(), 'usher-bench-'))
  const command = new URL('../../../apps/usher/src/main.ts', import.meta.url).pathname
  const args = [command, 'serve', '--port', '0', '--data-dir', directory, '--json']
  const server = await startChildServer(args, NO_LIMITS)
  const { url } = JSON.parse(server.firstLine) as { url: string }
  const api = new UsherApi(url)
  const numbers = stadiumSeatNumbers()
  const seats = shuffledSeats(numbers)
  const bookings = BOOKINGS_PER_SECOND_MAX * (1.5 * seconds + 2)
  const events = await api.createEvents(Math.ceil((bookings * 2) / numbers.length))
  const tokens = await api.createBuyers(BUYERS)
  return {
    name: 'usher',
    port: Number(new URL(url).port),
    tokens,
    events: events.map((eventId) => ({ eventId, seats })),
    cpuUs: () => processCpuUs(server.pid),
    finish: async () => {
      await server.stop()
      const stored = await readStored(directory)
      await rm(directory, { recursive: true })
      return stored
    },
  }
}

/** The stadium as our own seat map has it. */
export function stadiumSeatMap(): object {
  const sections = new Map<string, Map<string, object[]>>()
  for (const [index, seatNumber] of stadiumSeatNumbers().entries()) {
    const [section = '', row = '', label = ''] = seatNumber.split('-')
    const rows = sections.get(section) ?? new Map<string, object[]>()
    const seats = rows.get(row) ?? []
    seats.push({
      seat_number: seatNumber,
      label,
      category: 'Standard',
      x: Number(section) * SEATS_PER_ROW + (index % SEATS_PER_ROW),
      y: Number(row),
    })
    rows.set(row, seats)
    sections.set(section, rows)
  }
  return {
    name: 'Stadium',
    currency: 'EUR',
    focal_point: { x: 800, y: -20 },
    categories: [{ name: 'Standard', price: '45.00', color: '#2266aa' }],
    sections: [...sections].map(([name, rows]) => ({
      name,
      rows: [...rows].map(([row, seats]) => ({ name: row, seats })),
    })),
    areas: [],
  }
}
