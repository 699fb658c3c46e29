import { AuthService } from '@usher/contracts'
import { runService } from '@usher/process/service/run-service'
import { Reachability } from '@usher/process/service/reachability'
import { readMysqlConfig } from '@usher/stores/mysql/mysql-settings'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import { argon2PasswordHasher } from './adapters/argon2/password-hasher.ts'
import type { AuthDatabase } from './adapters/mysql/auth-database.ts'
import { openMysqlAuthStores } from './adapters/mysql/open-mysql-stores.ts'
import { createAuth } from './auth.ts'
import { readConfig } from './config.ts'

const settings = { auth: readConfig, mysql: readMysqlConfig }

await runService('auth', settings, async (needs, config) => {
  const { hashConcurrency: concurrency, hashQueue: queue } = config.auth
  const mysql = openMysql<AuthDatabase>(config.mysql)
  const stores = await openMysqlAuthStores(mysql)
  const passwords = argon2PasswordHasher(needs, { concurrency, queue })
  const auth = createAuth({ ...needs, ...stores, passwords }, config.auth)
  await auth.ready()
  const database = new Reachability('mysql', () => mysql.ping(), needs.logger)
  return {
    offers: [{ service: AuthService, handlers: auth.rpc }],
    jobs: [...auth.jobs, database.job],
    // Without MySQL nobody logs in, but who has is still known, and sales go on.
    ready: () => true,
    close: () => mysql.close(),
  }
})
