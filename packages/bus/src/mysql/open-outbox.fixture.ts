import { seededRandom } from '@usher/testing'
import { systemClock } from '@usher/kernel'
import { migrate } from '@usher/stores/mysql/migrate'
import { temporaryDatabase } from '@usher/stores/mysql/temporary-database.fixture'
import { outboxMessage } from '../outbox-message.ts'
import { topics } from '../topics.ts'
import { type OutboxDatabase, outboxRow } from './outbox-events.ts'
import { outboxMigrations } from './outbox-migrations.ts'

/** An outbox on the server at `address`, and a way to write to it as a service does. */
export async function openOutbox(address: string) {
  const { mysql, url, close } = await temporaryDatabase<OutboxDatabase>(address)
  const { db } = mysql
  await migrate(db, { service: 'outbox', migrations: outboxMigrations })
  const random = seededRandom(1)
  return {
    db,
    url,
    close,
    /** One row for each title: the venue of event `eventId` was renamed to it. */
    async write(eventId: number, ...titles: readonly string[]): Promise<void> {
      const rows = titles.map((title) => {
        const parts = { event: { eventId, venueName: title } }
        const message = outboxMessage({ clock: systemClock, random }, topics.eventUpdated, parts)
        return outboxRow({ aggregateType: 'event', aggregateId: eventId }, message)
      })
      await db.insertInto('outbox_events').values(rows).execute()
    },
    async waiting(): Promise<number> {
      const { count } = await db
        .selectFrom('outbox_events')
        .select(({ fn }) => fn.countAll().as('count'))
        .where('processed', '=', 0)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
  }
}
