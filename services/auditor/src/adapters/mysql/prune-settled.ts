import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import type { AuditState } from '../../ports/audit-state.ts'
import type { AuditorDatabase } from './auditor-database.ts'

const prunable = ['auditor_seats', 'auditor_references', 'auditor_counted'] as const

export function mysqlPruning({ db }: Mysql<AuditorDatabase>): Pick<AuditState, 'prune'> {
  return {
    async prune({ beforeMs, limit }) {
      let pruned = 0
      for (const table of prunable) {
        const { numDeletedRows } = await runOnMysql(() =>
          db
            .deleteFrom(table)
            .where('kept_at_ms', '<', beforeMs)
            .orderBy('kept_at_ms')
            .limit(limit)
            .executeTakeFirstOrThrow(),
        )
        pruned += Number(numDeletedRows)
      }
      return pruned
    },
  }
}
