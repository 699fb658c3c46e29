import { outboxMigrations } from '@usher/bus/mysql/outbox-migrations'
import { migrate } from '@usher/stores/mysql/migrate'
import type { Mysql } from '@usher/stores/mysql/open-mysql'
import type { EventStore } from '../../ports/event-store.ts'
import type { OrganizerStore } from '../../ports/organizer-store.ts'
import type { ScannerStore } from '../../ports/scanner-store.ts'
import type { VenueStore } from '../../ports/venue-store.ts'
import { type MysqlEventNeeds, mysqlEventStore } from './event-store.ts'
import type { EventsDatabase } from './events-database.ts'
import { eventsMigrations } from './migrations.ts'
import { mysqlOrganizerStore } from './organizer-store.ts'
import { mysqlScannerStore } from './scanner-store.ts'
import { mysqlVenueStore } from './venue-store.ts'

export interface MysqlEventsStores {
  readonly events: EventStore
  readonly venues: VenueStore
  readonly organizers: OrganizerStore
  readonly scanners: ScannerStore
}

/**
 * The stores of this service in MySQL 8 or MariaDB 10.11, their tables brought up to date first.
 * Rejects with unavailable / mysql_unavailable or migration_failed, and invalid / invalid_config.
 */
export async function openMysqlEventsStores(
  mysql: Mysql<EventsDatabase>,
  needs: MysqlEventNeeds,
): Promise<MysqlEventsStores> {
  await mysql.ping()
  // Whoever relays the outbox makes its table, too: it has a history of its own.
  await migrate(mysql.db, { service: 'outbox', migrations: outboxMigrations })
  await migrate(mysql.db, { service: 'events', migrations: eventsMigrations })
  return {
    events: mysqlEventStore(mysql, needs),
    venues: mysqlVenueStore(mysql),
    organizers: mysqlOrganizerStore(mysql),
    scanners: mysqlScannerStore(mysql),
  }
}
