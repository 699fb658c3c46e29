import { isDomainError } from '@usher/kernel'
import { isDuplicate, runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { type Kysely, sql } from 'kysely'
import { minuteOf, type Telling } from '../../domain/figures.ts'
import type { SalesFigures } from '../../ports/sales-figures.ts'
import { type AnalyticsDatabase, columnOf, figureColumns } from './analytics-database.ts'

/** Messages that share a transaction at most. */
const TOGETHER_MAX = 100

interface Waiting {
  readonly telling: Telling
  readonly resolve: (isNew: boolean) => void
  readonly reject: (error: unknown) => void
}

/**
 * Messages and their effects share a transaction: neither is there without the other. What is added
 * in one turn of the event loop goes together, at the price of one.
 */
export function figureAdditions({ db }: Mysql<AnalyticsDatabase>): Pick<SalesFigures, 'add'> {
  let waiting: Waiting[] = []
  const addWaiting = () => {
    const all = waiting
    waiting = []
    for (let from = 0; from < all.length; from += TOGETHER_MAX) {
      void addTogether(db, all.slice(from, from + TOGETHER_MAX))
    }
  }
  return {
    add(telling) {
      const { promise, resolve, reject } = Promise.withResolvers<boolean>()
      if (waiting.length === 0) setImmediate(addWaiting)
      waiting.push({ telling, resolve, reject })
      return promise
    },
  }
}

async function addTogether(db: Kysely<AnalyticsDatabase>, all: readonly Waiting[]): Promise<void> {
  const tellings = all.map(({ telling }) => telling)
  try {
    await runOnMysql(() => db.transaction().execute((one) => addAll(one, tellings)))
    for (const { resolve } of all) resolve(true)
  } catch (error) {
    if (all.length > 1 && !isDomainError(error)) {
      // One was added before, or cannot be: which one shows when each goes alone.
      for (const each of all) await addTogether(db, [each])
    } else if (isDuplicate(error)) {
      for (const { resolve } of all) resolve(false)
    } else {
      for (const { reject } of all) reject(error)
    }
  }
}

async function addAll(db: Kysely<AnalyticsDatabase>, all: readonly Telling[]): Promise<void> {
  await sql`SELECT phase FROM analytics_rebuilds LOCK IN SHARE MODE`.execute(db)
  const messages = all.map(({ consumer, messageId, atMs }) => {
    return { consumer, message_id: messageId, minute_ms: minuteOf(atMs) }
  })
  await db.insertInto('analytics_messages').values(messages).execute()
  const rows = all.flatMap(rowsOf).toSorted(inOneOrder)
  if (rows.length === 0) return
  await db.insertInto('analytics_minutes').values(rows).onDuplicateKeyUpdate(additions).execute()
}

function rowsOf({ eventId, atMs, counts }: Telling) {
  return counts.map(({ section, currency, figures }) => {
    const place = { event_id: eventId, minute_ms: minuteOf(atMs), section, currency }
    return { ...place, ...figureColumns(figures) }
  })
}

type Row = ReturnType<typeof rowsOf>[number]

/** The same everywhere, so that two transactions do not wait for each other. */
function inOneOrder(a: Row, b: Row): number {
  const byNumber = a.event_id - b.event_id || a.minute_ms - b.minute_ms
  return byNumber || (a.section < b.section ? -1 : Number(a.section > b.section))
}

const additions = Object.fromEntries(
  Object.values(columnOf).map((column) => [
    column,
    sql.raw<number>(`${column} + VALUES(${column})`),
  ]),
)
