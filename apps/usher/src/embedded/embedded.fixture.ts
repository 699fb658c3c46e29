import { systemRandom } from '@usher/kernel'
import { memoryTables, type Tables } from '@usher/stores'
import { noMetrics, silentLogger } from '@usher/telemetry'
import { type ManualClock, manualClock } from '@usher/testing'
import { composeEmbedded, type Embedded } from './compose-embedded.ts'
import { directEquipment } from './direct-equipment.ts'
import { readEmbeddedConfig } from './settings.ts'

/** All of Usher over tables in memory, for tests. */
export interface InMemory {
  readonly embedded: Embedded
  readonly tables: Tables
  readonly clock: ManualClock
}

export async function openInMemory(tables: Tables = memoryTables()): Promise<InMemory> {
  const clock = manualClock()
  const embedded = await composeEmbedded({
    ...directEquipment(clock),
    tables,
    clock,
    random: systemRandom,
    logger: silentLogger,
    metrics: noMetrics,
    config: readEmbeddedConfig({}),
  })
  return { embedded, tables, clock }
}

export interface Sale {
  readonly eventId: number
  readonly userId: string
  readonly reservationId: string
  readonly bookingId: string
}

/** Sells seats and places of an event to a new buyer. */
export async function sell(
  { embedded }: InMemory,
  wish: { eventId: number; seats?: string[]; areas?: Record<string, number>; email: string },
): Promise<Sale> {
  const { auth, inventory, booking } = embedded.clients
  const { eventId, seats = [], areas = {}, email } = wish
  const registered = await auth.register({ email, password: 'a long password', name: 'A buyer' })
  const userId = registered.user?.userId ?? ''
  const { reservation } = await inventory.reserveSeats({ userId, eventId, seats, areas })
  const reservationId = reservation?.reservationId ?? ''
  const created = await booking.createBooking({
    userId,
    reservationId,
    provider: 'sandbox',
    paymentToken: 'tok_success',
    operationId: `op of ${email}`,
  })
  return { eventId, userId, reservationId, bookingId: created.booking?.bookingId ?? '' }
}
