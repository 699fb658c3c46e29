import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { type Selectable, sql } from 'kysely'
import { type Check, mergedCheck } from '../../domain/check.ts'
import type { AuditState } from '../../ports/audit-state.ts'
import type { AuditorDatabase, ChecksTable } from './auditor-database.ts'

type Checks = Pick<AuditState, 'schedule' | 'due' | 'postpone' | 'done' | 'waiting'>

/** Of those that wait, counted: more than that is as bad. */
const WAITING_MAX = 10_000

export function mysqlChecks({ db }: Mysql<AuditorDatabase>): Checks {
  return {
    // The statement merges as `mergedCheck` does, in the server: many ask for one event at once.
    schedule: (wanted) =>
      runOnMysql(async () => {
        await db
          .insertInto('auditor_checks')
          .values(rowFrom(mergedCheck(undefined, wanted)))
          .onDuplicateKeyUpdate({
            due_at_ms: sql`LEAST(due_at_ms, VALUES(due_at_ms))`,
            is_confirmed: sql`GREATEST(is_confirmed, VALUES(is_confirmed))`,
            version: sql`version + 1`,
          })
          .execute()
      }),

    due: (nowMs, limit) =>
      runOnMysql(async () => {
        const rows = await db
          .selectFrom('auditor_checks')
          .selectAll()
          .where('due_at_ms', '<=', nowMs)
          .orderBy('due_at_ms')
          .limit(limit)
          .execute()
        return rows.map(checkFrom)
      }),

    postpone: (next) =>
      runOnMysql(async () => {
        const { kind, subject, due_at_ms, suspected_at_ms, tries, version } = rowFrom(next)
        await db
          .updateTable('auditor_checks')
          .set({ due_at_ms, suspected_at_ms, tries, version })
          .where('kind', '=', kind)
          .where('subject', '=', subject)
          .where('version', '=', version - 1)
          .execute()
      }),

    done: ({ kind, subject, version }) =>
      runOnMysql(async () => {
        await db
          .deleteFrom('auditor_checks')
          .where('kind', '=', kind)
          .where('subject', '=', subject)
          .where('version', '=', version)
          .execute()
      }),

    waiting: () =>
      runOnMysql(async () => {
        const some = db
          .selectFrom('auditor_checks')
          .select('due_at_ms')
          .orderBy('due_at_ms')
          .limit(WAITING_MAX)
          .as('some')
        const { count, first } = await db
          .selectFrom(some)
          .select(({ fn }) => [
            fn.countAll<number>().as('count'),
            fn.min('some.due_at_ms').as('first'),
          ])
          .executeTakeFirstOrThrow()
        return { count, dueAtMs: first ?? undefined }
      }),
  }
}

function rowFrom(check: Check) {
  return {
    kind: check.kind,
    subject: check.subject,
    event_id: check.eventId,
    due_at_ms: check.dueAtMs,
    is_confirmed: check.isConfirmed ? 1 : 0,
    suspected_at_ms: check.suspectedAtMs,
    tries: check.tries,
    version: check.version,
  }
}

function checkFrom(row: Selectable<ChecksTable>): Check {
  return {
    kind: row.kind,
    subject: row.subject,
    eventId: row.event_id,
    dueAtMs: row.due_at_ms,
    isConfirmed: row.is_confirmed === 1,
    suspectedAtMs: row.suspected_at_ms,
    tries: row.tries,
    version: row.version,
  }
}
