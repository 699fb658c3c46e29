import type { Migrations } from '@usher/stores/mysql/migrate'
import { type Kysely, sql } from 'kysely'

/**
 * Only ever added to: a process of the version before goes on working while they run, and after
 * (expand; contract one version later). One statement a table, which is there whole or not at all,
 * so that a crash in between is mended by the next start.
 */
export const auditorMigrations: Migrations = {
  '0001_auditor_seats': statement(`CREATE TABLE IF NOT EXISTS auditor_seats (
    event_id INT UNSIGNED NOT NULL,
    seat_number VARCHAR(255) NOT NULL,
    version BIGINT UNSIGNED NOT NULL,
    steps TEXT NOT NULL,
    PRIMARY KEY (event_id, seat_number)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0002_auditor_references': statement(`CREATE TABLE IF NOT EXISTS auditor_references (
    booking_reference VARCHAR(64) NOT NULL PRIMARY KEY,
    booking_id VARCHAR(64) NOT NULL
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0003_auditor_counted': statement(`CREATE TABLE IF NOT EXISTS auditor_counted (
    count_id VARCHAR(64) NOT NULL PRIMARY KEY,
    event_id INT UNSIGNED NOT NULL
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0004_auditor_places': statement(`CREATE TABLE IF NOT EXISTS auditor_places (
    event_id INT UNSIGNED NOT NULL,
    area VARCHAR(255) NOT NULL,
    booked BIGINT NOT NULL,
    PRIMARY KEY (event_id, area)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0005_auditor_checks': statement(`CREATE TABLE IF NOT EXISTS auditor_checks (
    kind VARCHAR(16) NOT NULL,
    subject VARCHAR(64) NOT NULL,
    event_id INT UNSIGNED NOT NULL,
    due_at_ms BIGINT NOT NULL,
    is_confirmed TINYINT NOT NULL,
    suspected_at_ms BIGINT NOT NULL,
    tries INT UNSIGNED NOT NULL,
    version BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (kind, subject),
    KEY by_due (due_at_ms)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0006_auditor_findings': statement(`CREATE TABLE IF NOT EXISTS auditor_findings (
    finding_id VARCHAR(320) NOT NULL PRIMARY KEY,
    problem VARCHAR(40) NOT NULL,
    event_id INT UNSIGNED NOT NULL,
    subject VARCHAR(255) NOT NULL,
    evidence TEXT NOT NULL,
    found_at_ms BIGINT NOT NULL,
    resolved_at_ms BIGINT NOT NULL,
    KEY by_event (event_id, finding_id),
    KEY by_open (resolved_at_ms, event_id)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0007_auditor_seats_kept': keptAt('auditor_seats'),
  '0008_auditor_references_kept': keptAt('auditor_references'),
  '0009_auditor_counted_kept': keptAt('auditor_counted'),
}

const DUPLICATE_COLUMN = 1060

/** What is there counts as kept now; processes of the version before name no time, and need not. */
function keptAt(table: string): Migrations[string] {
  const added = statement(`ALTER TABLE ${table}
    ADD COLUMN kept_at_ms BIGINT NOT NULL DEFAULT (UNIX_TIMESTAMP() * 1000),
    ADD KEY by_kept (kept_at_ms)`)
  return {
    // Killed before it was on record, it is made again.
    up: (db) =>
      added.up(db).catch((error: { readonly errno?: number }) => {
        if (error.errno !== DUPLICATE_COLUMN) throw error
      }),
  }
}

function statement(text: string): Migrations[string] {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql.raw(text).execute(db)
    },
  }
}
