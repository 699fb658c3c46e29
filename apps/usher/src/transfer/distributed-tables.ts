import { exportedTables, seatMapTexts } from './catalogue.ts'

/** Tables of an export that do not move into the distributed stores, and why. */
const undistributed: readonly { readonly name: string; readonly why: string }[] = [
  {
    name: 'idempotency_requests',
    why: 'a request that is repeated across the move is made again; its operation is known',
  },
  { name: 'demo_events', why: 'only `usher demo` reads which event is which' },
  { name: 'consumer_positions', why: 'Kafka keeps its own; what was unread is sent again' },
]

/** Tables whose rows are part of another row or item there. */
const absorbed: Readonly<Record<string, string>> = {
  user_emails: 'users',
  events_sequences: 'the next number of organizers, venues and events',
  reservations_due: 'reservations',
  bookings_open: 'bookings',
  ticket_key_active: 'ticket_keys',
  ticket_issues: 'ticket_states',
  tickets_checked_in: 'ticket_states',
  topic_log: 'outbox, as far as somebody has yet to read it',
}

/** The tables whose rows become rows or items of a table of their own. */
export const distributed: ReadonlySet<string> = new Set([
  'users',
  'api_keys',
  'signing_keys',
  'organizers',
  'events_scanners',
  'venues',
  'events',
  'events_creations',
  'pending_sales',
  'seat_maps',
  'sales',
  'seats',
  'area_counts',
  'buyer_counts',
  'reservations',
  'seat_operations',
  'seat_journal',
  'bookings',
  'booking_references',
  'booking_payers',
  'booking_cancelled_events',
  'booking_known_events',
  'ticket_keys',
  'check_ins',
  'check_in_operations',
  'notifications',
  'payments',
  'webhook_deliveries',
  'sandbox_payments',
  'sandbox_challenges',
  'sandbox_deliveries',
  seatMapTexts.name,
])

const leftBehind = new Set(undistributed.map(({ name }) => name))

/** True when it is known what becomes of a table of an export. */
export function isDistributed(name: string): boolean {
  return distributed.has(name) || name in absorbed || leftBehind.has(name)
}

/** Tables of exports of which nobody has said what becomes of them; a test wants none. */
export function forgottenTables(): readonly string[] {
  return exportedTables.map(({ table }) => table.name).filter((name) => !isDistributed(name))
}
