import { openMysql } from '@usher/stores/mysql/open-mysql'
import { temporaryDatabase } from '@usher/stores/mysql/temporary-database.fixture'
import { realServer } from '@usher/testing'
import { salesFiguresContract } from '../../ports/sales-figures.contract.ts'
import type { AnalyticsDatabase } from './analytics-database.ts'
import { openMysqlSalesFigures } from './sales-figures.ts'

for (const [name, setting] of [
  ['MySQL', 'USHER_MYSQL_URL'],
  ['MariaDB', 'USHER_MARIADB_URL'],
] as const) {
  const { address, options } = realServer(setting)
  salesFiguresContract(name, () => open(address), options)
}

async function open(address: string) {
  const { mysql, url, close } = await temporaryDatabase<AnalyticsDatabase>(address)
  const reopened: { close(): Promise<void> }[] = []
  return {
    figures: await openMysqlSalesFigures(mysql),
    async reopen() {
      const again = openMysql<AnalyticsDatabase>({ url, poolSize: 2, timeoutMs: 30_000 })
      reopened.push(again)
      return openMysqlSalesFigures(again)
    },
    async close() {
      for (const each of reopened) await each.close()
      await close()
    },
  }
}
