import { migrate } from '@usher/stores/mysql/migrate'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import type { AuditState } from '../../ports/audit-state.ts'
import type { AuditorDatabase } from './auditor-database.ts'
import { mysqlChecks } from './checks.ts'
import { mysqlFindings } from './findings.ts'
import { auditorMigrations } from './migrations.ts'
import { mysqlPruning } from './prune-settled.ts'
import { mysqlSeatHistories } from './seat-histories.ts'

/**
 * What the auditor remembers, in MySQL 8 or MariaDB 10.11, its tables brought up to date first.
 * Rejects with unavailable / mysql_unavailable or migration_failed, and invalid / invalid_config.
 */
export async function openMysqlAuditState(mysql: Mysql<AuditorDatabase>): Promise<AuditState> {
  await mysql.ping()
  await migrate(mysql.db, { service: 'auditor', migrations: auditorMigrations })
  return {
    ...mysqlSeatHistories(mysql),
    ...mysqlChecks(mysql),
    ...mysqlFindings(mysql),
    ...mysqlPruning(mysql),
  }
}
