import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { type ExpressionBuilder, sql } from 'kysely'
import type { MinutesWanted, SalesFigures } from '../../ports/sales-figures.ts'
import { type AnalyticsDatabase, columnOf, figuresOf } from './analytics-database.ts'

type Reads = Pick<SalesFigures, 'event' | 'totals' | 'minutes' | 'platform'>

export function figureReads({ db }: Mysql<AnalyticsDatabase>): Reads {
  return {
    event: (eventId) =>
      runOnMysql(async () => {
        const query = db.selectFrom('analytics_events').selectAll().where('event_id', '=', eventId)
        const row = await query.executeTakeFirst()
        if (!row) return undefined
        const { version, event_name: eventName, total_seats: totalSeats } = row
        return { eventId, version, eventName, totalSeats }
      }),

    totals: (eventId) =>
      runOnMysql(async () => {
        const rows = await db
          .selectFrom('analytics_minutes')
          .select(['section', 'currency'])
          .select(sums)
          .where('event_id', '=', eventId)
          .groupBy(['section', 'currency'])
          .orderBy('section')
          .orderBy('currency')
          .execute()
        return rows.map(({ section, currency, ...row }) => {
          return { section, currency, figures: figuresOf(row) }
        })
      }),

    minutes: (wanted) => runOnMysql(() => readMinutes(db, wanted)),

    platform: () =>
      runOnMysql(async () => {
        const rows = await db
          .selectFrom('analytics_minutes')
          .select('currency')
          .select(sums)
          .groupBy('currency')
          .execute()
        return rows.map(({ currency, ...row }) => {
          return { section: '', currency, figures: figuresOf(row) }
        })
      }),
  }
}

/** Two steps: which minutes, then all of each. */
async function readMinutes(db: Mysql<AnalyticsDatabase>['db'], wanted: MinutesWanted) {
  const { eventId, fromMs, untilMs, section, minutes } = wanted
  const ofEvent = db
    .selectFrom('analytics_minutes')
    .where('event_id', '=', eventId)
    .where('minute_ms', '>=', fromMs)
    .where('minute_ms', '<', untilMs)
  const query = section === undefined ? ofEvent : ofEvent.where('section', '=', section)
  const within = await query
    .select('minute_ms')
    .distinct()
    .orderBy('minute_ms')
    .limit(minutes)
    .execute()
  const last = within.at(-1)
  if (!last) return []
  const rows = await query
    .selectAll()
    .where('minute_ms', '<=', last.minute_ms)
    .orderBy('minute_ms')
    .execute()
  return rows.map(({ minute_ms, section: place, currency, ...row }) => {
    return { minuteMs: minute_ms, section: place, currency, figures: figuresOf(row) }
  })
}

function sums({ fn }: ExpressionBuilder<AnalyticsDatabase, 'analytics_minutes'>) {
  return Object.values(columnOf).map((column) =>
    fn.coalesce(fn.sum<number | string>(column), sql.lit(0)).as(column),
  )
}
