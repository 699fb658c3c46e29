import { DomainError } from '@usher/kernel'
import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'

/** Name -> migration. Names sort in the order in which they were written: `0001_users`. */
export type Migrations = Readonly<Record<string, Migration>>

/**
 * Brings the schema of one service up to date. Several processes may do it at once: one does, the
 * others wait. Fails with unavailable / migration_failed, naming the migration.
 */
export async function migrate<Database>(
  db: Kysely<Database>,
  { service, migrations }: { readonly service: string; readonly migrations: Migrations },
): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: `${service}_migrations`,
    migrationLockTableName: `${service}_migrations_lock`,
  })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error === undefined) return
  const reason = error instanceof Error ? error.message : 'unknown'
  const newer = /previously executed migration (\S+) is missing/.exec(reason)?.[1]
  if (newer !== undefined) throw madeByNewer(service, newer)
  const failed = results.find(({ status }) => status === 'Error')?.migrationName ?? 'the first'
  const message = `the database of ${service} cannot be brought up to date: ${failed}: ${reason}`
  throw new DomainError('unavailable', 'migration_failed', message, { migration: failed }, error)
}

function madeByNewer(service: string, migration: string): DomainError {
  const message =
    `the database of ${service} was changed by a newer release (${migration}): ` +
    'start that release, or restore the database from before it'
  return new DomainError('unavailable', 'migration_failed', message, { migration })
}
