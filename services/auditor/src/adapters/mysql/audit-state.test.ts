import { openMysql } from '@usher/stores/mysql/open-mysql'
import { temporaryDatabase } from '@usher/stores/mysql/temporary-database.fixture'
import { realServer } from '@usher/testing'
import { auditStateContract } from '../../ports/audit-state.contract.ts'
import { openMysqlAuditState } from './audit-state.ts'
import type { AuditorDatabase } from './auditor-database.ts'

for (const [name, setting] of [
  ['MySQL', 'USHER_MYSQL_URL'],
  ['MariaDB', 'USHER_MARIADB_URL'],
] as const) {
  const { address, options } = realServer(setting)
  auditStateContract(name, () => open(address), options)
}

async function open(address: string) {
  const { mysql, url, close } = await temporaryDatabase<AuditorDatabase>(address)
  const reopened: { close(): Promise<void> }[] = []
  return {
    state: await openMysqlAuditState(mysql),
    async reopen() {
      const again = openMysql<AuditorDatabase>({ url, poolSize: 2, timeoutMs: 30_000 })
      reopened.push(again)
      return openMysqlAuditState(again)
    },
    async close() {
      for (const each of reopened) await each.close()
      await close()
    },
  }
}
