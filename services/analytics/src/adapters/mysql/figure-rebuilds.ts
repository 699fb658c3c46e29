import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import type { Kysely } from 'kysely'
import type { Rebuild } from '../../domain/rebuild.ts'
import type { SalesFigures } from '../../ports/sales-figures.ts'
import type { AnalyticsDatabase } from './analytics-database.ts'

type Rebuilds = Pick<SalesFigures, 'beginRebuild' | 'rebuild' | 'clearSome' | 'endRebuild'>

const ONLY = 1

/**
 * Whoever clears has the row of the rebuild alone: nobody counts into a minute while it is cleared,
 * and nobody clears what another has replayed.
 */
export function figureRebuilds({ db }: Mysql<AnalyticsDatabase>): Rebuilds {
  return {
    beginRebuild: ({ fromMs, phase, askedAtMs }) =>
      runOnMysql(async () => {
        const row = { from_ms: fromMs, phase, asked_at_ms: askedAtMs }
        await db
          .insertInto('analytics_rebuilds')
          .values({ rebuild_number: ONLY, ...row })
          .onDuplicateKeyUpdate(row)
          .execute()
      }),

    rebuild: () =>
      runOnMysql(async () => {
        const row = await db.selectFrom('analytics_rebuilds').selectAll().executeTakeFirst()
        if (!row || row.phase === 'ended') return undefined
        return { fromMs: row.from_ms, phase: row.phase, askedAtMs: row.asked_at_ms }
      }),

    clearSome: (rebuild) =>
      runOnMysql(() => db.transaction().execute((transaction) => clearOne(transaction, rebuild))),

    endRebuild: ({ askedAtMs }) =>
      runOnMysql(async () => {
        const query = db.updateTable('analytics_rebuilds').set({ phase: 'ended' })
        await query.where('asked_at_ms', '=', askedAtMs).execute()
      }),
  }
}

async function clearOne(db: Kysely<AnalyticsDatabase>, rebuild: Rebuild): Promise<void> {
  const { fromMs, askedAtMs } = rebuild
  const present = await db
    .selectFrom('analytics_rebuilds')
    .select('phase')
    .where('rebuild_number', '=', ONLY)
    .where('asked_at_ms', '=', askedAtMs)
    .forUpdate()
    .executeTakeFirst()
  if (present?.phase !== 'clearing') return
  const minute_ms = await firstMinute(db, fromMs)
  if (minute_ms === undefined) {
    const query = db.updateTable('analytics_rebuilds').set({ phase: 'replaying' })
    await query.where('rebuild_number', '=', ONLY).execute()
    return
  }
  await db.deleteFrom('analytics_messages').where('minute_ms', '=', minute_ms).execute()
  await db.deleteFrom('analytics_minutes').where('minute_ms', '=', minute_ms).execute()
}

/** The first minute that has messages or figures: some messages count nothing. */
async function firstMinute(
  db: Kysely<AnalyticsDatabase>,
  fromMs: number,
): Promise<number | undefined> {
  const minutes: number[] = []
  for (const table of ['analytics_messages', 'analytics_minutes'] as const) {
    const query = db.selectFrom(table).select('minute_ms').where('minute_ms', '>=', fromMs)
    const row = await query.orderBy('minute_ms').limit(1).executeTakeFirst()
    if (row) minutes.push(row.minute_ms)
  }
  return minutes.length === 0 ? undefined : Math.min(...minutes)
}
