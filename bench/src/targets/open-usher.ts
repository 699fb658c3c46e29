import type { Hall } from '../hall.ts'
import { shuffledSeats, sizeOf } from '../hall.ts'
import type { Stage } from '../stage/stage.ts'
import { startServer } from '../stage/start-server.ts'
import { readUsherStore } from './read-usher-store.ts'
import type { Stored, Target } from './target.ts'
import { UsherApi } from './usher-api.ts'

/** What is on sale before the load begins. */
export interface OnSale {
  readonly hall: Hall
  readonly events: number
  readonly buyers?: number
  /** People who scan at their doors. */
  readonly scanners?: number
  /** Begins over what is in it instead of nothing. */
  readonly directory?: string
  readonly settings?: Readonly<Record<string, string>>
}

/** Usher as a target: its store can always be read. */
export interface UsherTarget extends Target {
  /** Where it keeps everything. */
  readonly directory: string
  readonly scannerTokens: readonly string[]
  readonly api: UsherApi
  /** CPU of the thread that decides, of all that `cpuUs` counts. */
  mainThreadCpuUs(): number
  /** Ends it and leaves what it stored. */
  end(): Promise<void>
  finish(): Promise<Stored>
}

/** Every buyer may come as often as they like from this one address; only trouble is logged. */
export const usherSettings = {
  USHER_LOG_LEVEL: 'warn',
  ...Object.fromEntries(
    ['AUTH', 'READS', 'RESERVATIONS', 'BOOKINGS', 'ORGANIZER', 'SEARCH', 'SCANS'].flatMap(
      (group) => [
        [`USHER_LIMIT_${group}_PER_USER`, '0'],
        [`USHER_LIMIT_${group}_PER_ADDRESS`, '0'],
      ],
    ),
  ),
}
const BUYERS = 50
const command = new URL('../../../apps/usher/src/main.ts', import.meta.url).pathname

/** Usher as its users run it: `usher serve` in a process of its own, on a directory of its own. */
export async function openUsher(stage: Stage, onSale: OnSale): Promise<UsherTarget> {
  const { hall, events, buyers = BUYERS, scanners = 0, settings } = onSale
  const directory = onSale.directory ?? (await stage.directory('usher'))
  const args = [command, 'serve', '--port', '0', '--data-dir', directory, '--json']
  const server = await startServer<{ url: string }>(stage, args, {
    ...usherSettings,
    ...settings,
  })
  const { url } = server.ready
  const api = new UsherApi(url)
  return {
    name: 'usher',
    port: Number(new URL(url).port),
    directory,
    eventIds: await api.createEvents(hall, events),
    tokens: await api.createBuyers(buyers),
    scannerTokens: await api.createScanners(scanners),
    api,
    seats: shuffledSeats(hall),
    cpuUs: () => server.cpuUs(),
    mainThreadCpuUs: () => server.mainThreadCpuUs(),
    end: () => server.end(),
    finish: async () => {
      await server.end()
      const stored = readUsherStore(directory)
      await stage.removeDirectory(directory)
      return stored
    },
  }
}

/** Events in `hall` that `bookings` bookings of `seatsPerBooking` seats do not sell out. */
export function eventsFor(
  hall: Hall,
  needs: { bookings: number; seatsPerBooking: number },
): number {
  return Math.ceil((needs.bookings * needs.seatsPerBooking) / sizeOf(hall))
}
