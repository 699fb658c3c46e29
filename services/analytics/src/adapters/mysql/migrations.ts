import type { Migrations } from '@usher/stores/mysql/migrate'
import { type Kysely, sql } from 'kysely'

/**
 * Only ever added to: a process of the version before goes on working while they run, and after
 * (expand; contract one version later). One statement a table, which is there whole or not at all,
 * so that a crash in between is mended by the next start.
 */
export const analyticsMigrations: Migrations = {
  '0001_analytics_minutes': statement(`CREATE TABLE IF NOT EXISTS analytics_minutes (
    event_id INT UNSIGNED NOT NULL,
    minute_ms BIGINT NOT NULL,
    section VARCHAR(255) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    reserved BIGINT NOT NULL,
    released BIGINT NOT NULL,
    booked BIGINT NOT NULL,
    cancelled BIGINT NOT NULL,
    expired_reservations BIGINT NOT NULL,
    expired_places BIGINT NOT NULL,
    bookings BIGINT NOT NULL,
    cancellations BIGINT NOT NULL,
    captured_minor BIGINT NOT NULL,
    refunded_minor BIGINT NOT NULL,
    PRIMARY KEY (event_id, minute_ms, section, currency),
    KEY by_minute (minute_ms)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0002_analytics_messages': statement(`CREATE TABLE IF NOT EXISTS analytics_messages (
    consumer VARCHAR(64) NOT NULL,
    message_id VARCHAR(400) NOT NULL,
    minute_ms BIGINT NOT NULL,
    PRIMARY KEY (consumer, message_id),
    KEY by_minute (minute_ms)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0003_analytics_events': statement(`CREATE TABLE IF NOT EXISTS analytics_events (
    event_id INT UNSIGNED NOT NULL PRIMARY KEY,
    version BIGINT UNSIGNED NOT NULL,
    event_name VARCHAR(255) NOT NULL,
    total_seats INT UNSIGNED NOT NULL
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0004_analytics_rebuilds': statement(`CREATE TABLE IF NOT EXISTS analytics_rebuilds (
    rebuild_number INT NOT NULL PRIMARY KEY,
    from_ms BIGINT NOT NULL,
    phase VARCHAR(16) NOT NULL,
    asked_at_ms BIGINT NOT NULL
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  // The row is always there: whoever counts shares it, whoever clears has it alone.
  '0005_no_rebuild': statement(`INSERT IGNORE INTO analytics_rebuilds
    (rebuild_number, from_ms, phase, asked_at_ms) VALUES (1, 0, 'ended', 0)`),
}

function statement(text: string): Migrations[string] {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql.raw(text).execute(db)
    },
  }
}
