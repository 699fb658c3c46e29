import { mkdirSync } from 'node:fs'
import { remoteServices } from '@usher/api-gateway/adapters/rpc/remote-services'
import { type Auth, createAuth, readConfig } from '@usher/auth'
import { argon2PasswordHasher } from '@usher/auth/adapters/argon2/password-hasher'
import type { AuthDatabase } from '@usher/auth/adapters/mysql/auth-database'
import { openMysqlAuthStores } from '@usher/auth/adapters/mysql/open-mysql-stores'
import { demoEvents } from '@usher/app/demo/demo-events'
import { type DemoListing, openDemoSet } from '@usher/app/demo/demo-set'
import { systemClock, systemRandom } from '@usher/kernel'
import { Peers, readPeerAddresses } from '@usher/process/service/peers'
import { openSqliteTables } from '@usher/stores'
import { readMysqlConfig } from '@usher/stores/mysql/mysql-settings'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import { noMetrics, silentLogger } from '@usher/telemetry'
import type { Settings } from '../stack/engine.ts'

const CALL_MS = 60_000

/**
 * The demo accounts and events on a running platform. Events that are in the record kept in
 * `folder` and still to come are left alone.
 */
export async function remoteDemoSet(
  settings: Settings,
  folder: string,
): Promise<readonly DemoListing[]> {
  mkdirSync(folder, { recursive: true })
  const tables = await openSqliteTables({ directory: folder })
  const peers = new Peers(readPeerAddresses(settings), { clock: systemClock, timeoutMs: CALL_MS })
  const accounts = await openAccounts(settings)
  try {
    // Every seat is a row of the seat store here: a stadium would take most of a minute.
    const events = demoEvents.filter(({ key }) => key !== 'stadium')
    const needs = {
      tables,
      clock: systemClock,
      auth: accounts.auth,
      clients: remoteServices(peers),
      events,
    }
    return await openDemoSet(needs)
  } finally {
    await accounts.close()
    peers.close()
    await tables.close()
  }
}

/** Accounts with roles are made where they are kept: nothing that arrives over a network may. */
async function openAccounts(
  settings: Settings,
): Promise<{ auth: Pick<Auth, 'createUserWithRoles'>; close: () => Promise<void> }> {
  const mysql = openMysql<AuthDatabase>(readMysqlConfig(settings))
  const needs = {
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    metrics: noMetrics,
  }
  const passwords = argon2PasswordHasher(needs, { concurrency: 2, queue: 10 })
  const stores = await openMysqlAuthStores(mysql)
  const auth = createAuth({ ...needs, ...stores, passwords }, readConfig(settings))
  return { auth, close: () => mysql.close() }
}
