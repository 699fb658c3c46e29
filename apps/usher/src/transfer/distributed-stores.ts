import type { AuthDatabase } from '@usher/auth/adapters/mysql/auth-database'
import { openMysqlAuthStores } from '@usher/auth/adapters/mysql/open-mysql-stores'
import { bookingTables } from '@usher/booking/adapters/dynamodb/table-descriptions'
import type { EventsDatabase } from '@usher/events/adapters/mysql/events-database'
import { openMysqlEventsStores } from '@usher/events/adapters/mysql/open-mysql-stores'
import { inventoryTables } from '@usher/inventory/adapters/dynamodb/table-descriptions'
import { type Environment, readTogether, systemClock, systemRandom } from '@usher/kernel'
import { openMysqlNotificationStore } from '@usher/notification/adapters/mysql/notification-store'
import { readPaymentConfig } from '@usher/payment'
import { paymentTables, sandboxTables } from '@usher/payment/adapters/dynamodb/table-descriptions'
import { readDynamodbConfig } from '@usher/stores/dynamodb/dynamodb-settings'
import type { TableDescription } from '@usher/stores/dynamodb/ensure-tables'
import { type Dynamodb, openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { readMysqlConfig } from '@usher/stores/mysql/mysql-settings'
import { type Mysql, type MysqlOptions, openMysql } from '@usher/stores/mysql/open-mysql'

type NotificationDatabase =
  Parameters<typeof openMysqlNotificationStore>[0] extends Mysql<infer Database> ? Database : never

/** Where the distributed services keep what they have, and what an import goes by besides. */
export interface DistributedStores {
  /** The schema that three services share; each is given its part of it. */
  readonly auth: Mysql<AuthDatabase>
  readonly events: Mysql<EventsDatabase>
  readonly notification: Mysql<NotificationDatabase>
  readonly dynamodb: Dynamodb
  /** How long payment remembers webhooks. */
  readonly webhookKeepMs: number
  close(): Promise<void>
}

/** Every table in DynamoDB; outboxes are described by each service that writes to one. */
export const distributedTables: readonly TableDescription[] = [
  ...new Set([...inventoryTables, ...bookingTables, ...paymentTables, ...sandboxTables]),
]

/**
 * Opens the stores that the settings name and brings the tables of MySQL up to date. Fails with
 * invalid / invalid_config, and as `openMysql` and `openDynamodb` do.
 */
export async function openDistributedStores(env: Environment): Promise<DistributedStores> {
  const config = readTogether(env, {
    mysql: readMysqlConfig,
    dynamodb: readDynamodbConfig,
    payment: readPaymentConfig,
  })
  const dynamodb = await openDynamodb(config.dynamodb, distributedTables)
  const databases = openDatabases(config.mysql)
  const close = async (): Promise<void> => {
    dynamodb.close()
    await Promise.all(Object.values(databases).map((mysql) => mysql.close()))
  }
  try {
    const needs = { clock: systemClock, random: systemRandom, ready: () => true }
    await openMysqlAuthStores(databases.auth)
    await openMysqlEventsStores(databases.events, needs)
    await openMysqlNotificationStore(databases.notification)
  } catch (error) {
    await close()
    throw error
  }
  return { ...databases, dynamodb, webhookKeepMs: config.payment.webhookKeepMs, close }
}

function openDatabases(options: MysqlOptions) {
  return {
    auth: openMysql<AuthDatabase>(options),
    events: openMysql<EventsDatabase>(options),
    notification: openMysql<NotificationDatabase>(options),
  }
}
