import type { Migrations } from '@usher/stores/mysql/migrate'
import { type Kysely, sql } from 'kysely'

/**
 * Only ever added to: a process of the version before goes on working while they run, and after
 * (expand; contract one version later). One statement a table, which is there whole or not at all,
 * so that a crash in between is mended by the next start.
 */
export const notificationMigrations: Migrations = {
  '0001_notifications': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql
        .raw(`CREATE TABLE IF NOT EXISTS notifications (
          notification_id VARCHAR(255) NOT NULL PRIMARY KEY,
          occasion VARCHAR(32) NOT NULL,
          subject_id VARCHAR(64) NOT NULL,
          user_id VARCHAR(64) NOT NULL,
          language VARCHAR(35) NOT NULL,
          status VARCHAR(16) NOT NULL,
          attempts INT UNSIGNED NOT NULL,
          created_at_ms BIGINT NOT NULL,
          due_at_ms BIGINT NOT NULL,
          sent_at_ms BIGINT NOT NULL,
          reason TEXT NOT NULL,
          cancelled LONGTEXT,
          version BIGINT UNSIGNED NOT NULL,
          KEY by_due (status, due_at_ms),
          KEY by_subject (subject_id, created_at_ms)
        ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
        .execute(db)
    },
  },
}
