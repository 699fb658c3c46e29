import { temporaryDatabase } from '@usher/stores/mysql/temporary-database.fixture'
import { manualClock, seededRandom } from '@usher/testing'
import { NOW_MS } from '../../sample-events.fixture.ts'
import type { EventsDatabase } from './events-database.ts'
import { openMysqlEventsStores } from './open-mysql-stores.ts'

/** The stores over a database of their own on the server at `address`. */
export async function openStores(address: string) {
  const { mysql, close } = await temporaryDatabase<EventsDatabase>(address)
  const needs = { clock: manualClock(NOW_MS), random: seededRandom(1), ready: () => true }
  return { ...(await openMysqlEventsStores(mysql, needs)), mysql, close }
}
