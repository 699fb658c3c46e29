import type { EventId } from '@usher/kernel'
import type { Counter, Figures } from '../../domain/figures.ts'
import type { RebuildPhase } from '../../domain/rebuild.ts'

/** The tables of this service in MySQL; times are milliseconds since the Unix epoch. */
export interface AnalyticsDatabase {
  readonly analytics_minutes: MinutesTable
  readonly analytics_messages: MessagesTable
  readonly analytics_events: EventsTable
  readonly analytics_rebuilds: RebuildsTable
}

/** The column of each counter. */
export const columnOf = {
  reserved: 'reserved',
  released: 'released',
  booked: 'booked',
  cancelled: 'cancelled',
  expiredReservations: 'expired_reservations',
  expiredPlaces: 'expired_places',
  bookings: 'bookings',
  cancellations: 'cancellations',
  capturedMinor: 'captured_minor',
  refundedMinor: 'refunded_minor',
} as const satisfies Record<Counter, string>

export type FigureColumns = { readonly [Name in Counter as (typeof columnOf)[Name]]: number }

export interface MinutesTable extends FigureColumns {
  readonly event_id: EventId
  readonly minute_ms: number
  readonly section: string
  readonly currency: string
}

interface MessagesTable {
  readonly consumer: string
  readonly message_id: string
  readonly minute_ms: number
}

interface EventsTable {
  readonly event_id: EventId
  readonly version: number
  readonly event_name: string
  readonly total_seats: number
}

/** One row, number 1. */
interface RebuildsTable {
  readonly rebuild_number: number
  readonly from_ms: number
  readonly phase: RebuildPhase | 'ended'
  readonly asked_at_ms: number
}

export function figureColumns(figures: Partial<Figures>): FigureColumns {
  const entries = Object.entries(columnOf).map(([name, column]) => {
    return [column, figures[name as Counter] ?? 0]
  })
  return Object.fromEntries(entries) as FigureColumns
}

/** MySQL answers sums as decimals, which come as text. */
export function figuresOf(row: Readonly<Record<keyof FigureColumns, number | string>>): Figures {
  const entries = Object.entries(columnOf).map(([name, column]) => [name, Number(row[column])])
  return Object.fromEntries(entries) as Figures
}
