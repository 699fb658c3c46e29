import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processCpuUs } from '../process-cpu.ts'
import { shuffledSeats, stadiumSeatNumbers } from '../stadium.ts'
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
      const stored = readStored(directory)
      await rm(directory, { recursive: true })
      return stored
    },
  }
}
