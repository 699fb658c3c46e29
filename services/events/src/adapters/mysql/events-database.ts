import type { OutboxDatabase } from '@usher/bus/mysql/outbox-events'
import type { Generated } from 'kysely'

/**
 * The tables of this service in MySQL. The specification's times are DATETIME(3) in UTC; what ends
 * in `_ms` counts milliseconds since the Unix epoch.
 */
export interface EventsDatabase extends OutboxDatabase {
  readonly organizers: OrganizersTable
  readonly venues: VenuesTable
  readonly events: EventsTable
  readonly events_scanners: ScannersTable
  readonly pending_sales: PendingSalesTable
  readonly events_creations: CreationsTable
}

interface OrganizersTable {
  readonly organizer_id: Generated<number>
  /** Unique: a user is at most one organizer. */
  readonly owner_user_id: string
  readonly name: string
  readonly created_at_ms: number
}

export interface VenuesTable {
  readonly venue_id: Generated<number>
  readonly organizer_id: number
  readonly venue_name: string
  readonly city: string
  readonly country: string
  readonly address: string
  readonly time_zone: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly created_at_ms: number
}

/** The specification's table, and what it lacked. */
export interface EventsTable {
  readonly event_id: Generated<number>
  readonly event_name: string
  readonly event_date: Date
  readonly venue_name: string
  readonly total_seats: number
  readonly available_seats: number
  readonly status: string
  readonly sale_start_time: Date | null
  readonly created_at: Date
  readonly updated_at: Date
  readonly organizer_id: number
  readonly venue_id: number
  readonly description: string
  readonly category: string
  readonly image_url: string
  readonly end_date_ms: number | null
  readonly time_zone: string
  readonly currency: string
  readonly sale_end_time_ms: number | null
  readonly max_seats_per_buyer: number
  readonly reservation_minutes: number
  readonly orphan_rule: string
  readonly language: string
  readonly city: string
  readonly country: string
  readonly address: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly reserved_seats: number
  readonly min_price_minor: number | null
  readonly max_price_minor: number | null
  readonly told_available_seats: number | null
  readonly told_at_ms: number | null
  readonly next_transition_ms: number
  readonly published_at_ms: number | null
  readonly cancelled_at_ms: number | null
  readonly cancel_reason: string
  readonly version: number
  /** 1 when everybody may see the event: the first column of public lists. */
  readonly listed: number
  /** 1 when it is listed and has an end that, as last written, is ahead. */
  readonly lasting: number
  /** The beginning of `matchingKey`, as much as an index takes. */
  readonly city_key: string
  readonly category_key: string
}

interface ScannersTable {
  readonly organizer_id: number
  readonly user_id: string
  readonly added_at_ms: number
}

/** Events whose rules inventory has not acknowledged. */
interface PendingSalesTable {
  readonly event_id: number
  /** The version that brought the change. */
  readonly event_version: number
}

/** What an organizer's operation has created; null only inside the transaction that creates. */
interface CreationsTable {
  readonly organizer_id: number
  /** Compared as bytes, so that trailing blanks count; never read. */
  readonly operation_id: string
  readonly created: 'venue' | 'event'
  readonly created_id: number | null
}
