import type { Migrations } from '@usher/stores/mysql/migrate'
import { type Kysely, sql } from 'kysely'

/**
 * Only ever added to: a process of the version before goes on working while they run, and after
 * (expand; contract one version later). One statement a table, which is there whole or not at all,
 * so that a crash in between is mended by the next start.
 */
export const eventsMigrations: Migrations = {
  '0001_organizers': statement(`CREATE TABLE IF NOT EXISTS organizers (
    organizer_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    owner_user_id VARCHAR(64) NOT NULL,
    name VARCHAR(255) NOT NULL,
    created_at_ms BIGINT NOT NULL,
    UNIQUE KEY owner_user_id (owner_user_id)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0002_venues': statement(`CREATE TABLE IF NOT EXISTS venues (
    venue_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organizer_id BIGINT UNSIGNED NOT NULL,
    venue_name VARCHAR(255) NOT NULL,
    city VARCHAR(128) NOT NULL,
    country CHAR(2) NOT NULL,
    address VARCHAR(512) NOT NULL,
    time_zone VARCHAR(64) NOT NULL,
    latitude DOUBLE,
    longitude DOUBLE,
    created_at_ms BIGINT NOT NULL,
    KEY by_organizer (organizer_id)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0003_events': statement(`CREATE TABLE IF NOT EXISTS events (
    event_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    event_name VARCHAR(255) NOT NULL,
    event_date DATETIME(3) NOT NULL,
    venue_name VARCHAR(255),
    total_seats INT NOT NULL,
    available_seats INT NOT NULL,
    status VARCHAR(20) NOT NULL,
    sale_start_time DATETIME(3),
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    organizer_id BIGINT UNSIGNED NOT NULL,
    venue_id BIGINT UNSIGNED NOT NULL,
    description MEDIUMTEXT NOT NULL,
    category VARCHAR(64) NOT NULL,
    image_url TEXT NOT NULL,
    end_date_ms BIGINT,
    time_zone VARCHAR(64) NOT NULL,
    currency CHAR(3) NOT NULL,
    sale_end_time_ms BIGINT,
    max_seats_per_buyer INT NOT NULL,
    reservation_minutes INT NOT NULL,
    orphan_rule VARCHAR(20) NOT NULL,
    language VARCHAR(35) NOT NULL,
    city VARCHAR(128) NOT NULL,
    country CHAR(2) NOT NULL,
    address VARCHAR(512) NOT NULL,
    latitude DOUBLE,
    longitude DOUBLE,
    reserved_seats INT NOT NULL,
    min_price_minor BIGINT,
    max_price_minor BIGINT,
    told_available_seats INT,
    told_at_ms BIGINT,
    next_transition_ms BIGINT NOT NULL,
    published_at_ms BIGINT,
    cancelled_at_ms BIGINT,
    cancel_reason VARCHAR(500) NOT NULL,
    version BIGINT UNSIGNED NOT NULL,
    listed TINYINT NOT NULL,
    lasting TINYINT NOT NULL,
    city_key VARCHAR(128) NOT NULL,
    category_key VARCHAR(128) NOT NULL,
    KEY idx_events_status (status),
    KEY idx_events_date (event_date),
    KEY by_date (listed, event_date),
    KEY by_city (listed, city_key, event_date),
    KEY by_category (listed, category_key, event_date),
    KEY by_organizer (organizer_id, event_date),
    KEY by_lasting (lasting, event_date),
    KEY by_transition (next_transition_ms)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0004_events_scanners': statement(`CREATE TABLE IF NOT EXISTS events_scanners (
    organizer_id BIGINT UNSIGNED NOT NULL,
    user_id VARCHAR(64) NOT NULL,
    added_at_ms BIGINT NOT NULL,
    PRIMARY KEY (organizer_id, user_id)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0005_pending_sales': statement(`CREATE TABLE IF NOT EXISTS pending_sales (
    event_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    event_version BIGINT UNSIGNED NOT NULL
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),

  '0006_events_creations': statement(`CREATE TABLE IF NOT EXISTS events_creations (
    organizer_id BIGINT UNSIGNED NOT NULL,
    operation_id VARBINARY(1200) NOT NULL,
    created VARCHAR(10) NOT NULL,
    created_id BIGINT UNSIGNED,
    PRIMARY KEY (organizer_id, operation_id, created)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`),
}

function statement(text: string): Migrations[string] {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql.raw(text).execute(db)
    },
  }
}
