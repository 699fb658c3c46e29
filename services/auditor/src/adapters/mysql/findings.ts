import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import { type Selectable, sql } from 'kysely'
import type { Evidence, Finding } from '../../domain/finding.ts'
import type { AuditState } from '../../ports/audit-state.ts'
import type { AuditorDatabase, FindingsTable } from './auditor-database.ts'

type Findings = Pick<AuditState, 'addFinding' | 'findings' | 'openFindings' | 'resolve'>

export function mysqlFindings({ db }: Mysql<AuditorDatabase>): Findings {
  return {
    addFinding: (finding) =>
      runOnMysql(async () => {
        const row = rowFrom(finding)
        const ignored = db.insertInto('auditor_findings').ignore().values(row)
        const added = await ignored.executeTakeFirstOrThrow()
        if (added.numInsertedOrUpdatedRows === 1n) return true
        // It was found before, and resolved: then it is new again.
        const { numUpdatedRows } = await db
          .updateTable('auditor_findings')
          .set(row)
          .where('finding_id', '=', row.finding_id)
          .where('resolved_at_ms', '>', 0)
          .executeTakeFirstOrThrow()
        return numUpdatedRows > 0n
      }),

    findings: ({ eventId, after, limit }) =>
      runOnMysql(async () => {
        const behind = db
          .selectFrom('auditor_findings')
          .selectAll()
          .where('finding_id', '>', after)
          .orderBy('finding_id')
          .limit(limit)
        const wanted = eventId === undefined ? behind : behind.where('event_id', '=', eventId)
        return (await wanted.execute()).map(findingFrom)
      }),

    openFindings: (eventId) =>
      runOnMysql(async () => {
        const open = db
          .selectFrom('auditor_findings')
          .select(['problem', sql<number>`COUNT(*)`.as('count')])
          .where('resolved_at_ms', '=', 0)
          .groupBy('problem')
        const wanted = eventId === undefined ? open : open.where('event_id', '=', eventId)
        return new Map((await wanted.execute()).map(({ problem, count }) => [problem, count]))
      }),

    resolve: (eventId, nowMs) =>
      runOnMysql(async () => {
        const { numUpdatedRows } = await db
          .updateTable('auditor_findings')
          .set({ resolved_at_ms: nowMs })
          .where('event_id', '=', eventId)
          .where('resolved_at_ms', '=', 0)
          .executeTakeFirstOrThrow()
        return Number(numUpdatedRows)
      }),
  }
}

function rowFrom(finding: Finding) {
  return {
    finding_id: finding.findingId,
    problem: finding.problem,
    event_id: finding.eventId,
    subject: finding.subject,
    evidence: JSON.stringify(finding.evidence),
    found_at_ms: finding.foundAtMs,
    resolved_at_ms: finding.resolvedAtMs,
  }
}

function findingFrom(row: Selectable<FindingsTable>): Finding {
  return {
    findingId: row.finding_id,
    problem: row.problem,
    eventId: row.event_id,
    subject: row.subject,
    evidence: JSON.parse(row.evidence) as Evidence,
    foundAtMs: row.found_at_ms,
    resolvedAtMs: row.resolved_at_ms,
  }
}
