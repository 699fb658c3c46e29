import * as auditor from '@usher/auditor/adapters/tables/auditor-tables'
import { idempotencyTable } from '@usher/api-gateway/adapters/tables/idempotency-store'
import { apiKeys } from '@usher/auth/adapters/tables/api-key-store'
import { sessions } from '@usher/auth/adapters/tables/session-store'
import { signingKeys } from '@usher/auth/adapters/tables/signing-key-store'
import { userEmails, users } from '@usher/auth/adapters/tables/user-store'
import {
  bookingsTable,
  cancelledEventsTable,
  openTable,
  payersTable,
  referencesTable,
} from '@usher/booking/adapters/tables/booking-tables'
import * as tickets from '@usher/booking/adapters/tables/ticket-tables'
import { consumerPositionsTable, topicLogTable } from '@usher/bus'
import { creationsTable } from '@usher/events/adapters/tables/creations'
import { eventsTable } from '@usher/events/adapters/tables/event-row'
import { pendingSalesTable } from '@usher/events/adapters/tables/event-store'
import { organizersTable } from '@usher/events/adapters/tables/organizer-store'
import { scannersTable } from '@usher/events/adapters/tables/scanner-store'
import { sequencesTable } from '@usher/events/adapters/tables/sequences'
import { venuesTable } from '@usher/events/adapters/tables/venue-store'
import * as inventory from '@usher/inventory/adapters/tables/rows'
import * as sandbox from '@usher/payment/adapters/sandbox/tables-sandbox-ledger'
import { notificationsTable } from '@usher/notification/adapters/tables/notifications-table'
import { paymentsTable } from '@usher/payment/adapters/tables/payments-table'
import { webhookDeliveriesTable } from '@usher/payment/adapters/tables/webhook-inbox'
import type { Table } from '@usher/stores'
import { demoTable } from '../demo/demo-set.ts'

/** A table as an export has it. */
export interface CataloguedTable {
  readonly table: Table<object>
  /** For docs/export.md. */
  readonly about: string
  /** What `--without-secrets` leaves out: the whole table, or these columns of it. */
  readonly secret?: 'table' | readonly string[]
}

/** Every table that an export holds, a file each. A test fails for a table that is in no list. */
export const exportedTables: readonly CataloguedTable[] = [
  entry(users, 'Accounts; `password_hash` is Argon2id in PHC form.', ['password_hash']),
  entry(userEmails, 'Which account has an address; the key is the address in its plain form.'),
  entry(apiKeys, 'API keys by the SHA-256 of their secret.', 'table'),
  entry(
    signingKeys,
    'The Ed25519 keys that sign access tokens, with their private halves.',
    'table',
  ),
  entry(organizersTable, 'Organizers and the account of each.'),
  entry(scannersTable, 'Who may scan at the door, of each organizer.'),
  entry(venuesTable, 'Venues.'),
  entry(eventsTable, 'Events; `event_version` counts changes.'),
  entry(sequencesTable, 'The last event, venue and organizer number that was given out.'),
  entry(creationsTable, 'What a repeated creation is answered with.'),
  entry(pendingSalesTable, 'Events whose change inventory has yet to hear of.'),
  entry(inventory.seatMapsTable, 'What each seat map amounts to; the maps are in `seat-maps/`.'),
  entry(inventory.salesTable, 'The terms of sale that inventory goes by.'),
  entry(inventory.seatsTable, 'Every seat that was ever taken or blocked; the others are free.'),
  entry(inventory.areaCountsTable, 'Places taken of each general-admission area.'),
  entry(inventory.buyerCountsTable, 'Seats and places that a buyer has of an event.'),
  entry(inventory.reservationsTable, 'Reservations, past and present.'),
  entry(inventory.reservationsDueTable, 'When reservations under way run out.'),
  entry(inventory.seatOperationsTable, 'What a repeated reservation is answered with.'),
  entry(inventory.seatJournalTable, 'Every change of a seat: when, who, why. Only ever added to.'),
  entry(bookingsTable, 'Bookings with their seats, prices, payment and refunds.'),
  entry(referencesTable, 'Which booking has a reference.'),
  entry(openTable, 'Bookings that have a step to take, and when.'),
  entry(payersTable, 'Which booking pays for a reservation.'),
  entry(cancelledEventsTable, 'Cancelled events and how far their bookings are refunded.'),
  entry(tickets.knownEventsTable, 'What the door knows of each event.'),
  entry(tickets.ticketKeysTable, 'The Ed25519 keys that sign tickets; `d` is private.', 'table'),
  entry(tickets.activeKeyTable, 'Which of them signs.', 'table'),
  entry(tickets.issuesTable, 'How often the tickets of a booking were given out anew.'),
  entry(tickets.checkInsTable, 'Who was let in, when, where and by whom.'),
  entry(tickets.admittedTable, 'The check-in that holds now, of each ticket inside.'),
  entry(tickets.scansTable, 'What a repeated scan is answered with.'),
  entry(notificationsTable, 'Mails: for what, to whom, and what became of them.'),
  entry(paymentsTable, 'Payments and refunds as the provider confirmed them.'),
  entry(webhookDeliveriesTable, 'Messages of payment providers that were taken in already.'),
  entry(sandbox.sandboxPaymentsTable, 'The books of the sandbox bank.'),
  entry(sandbox.sandboxChallengesTable, 'Challenges of the sandbox bank that wait for an answer.'),
  entry(sandbox.sandboxDeliveriesTable, 'Messages that the sandbox bank has yet to send.'),
  entry(topicLogTable, 'Messages on every topic; `body` is protobuf in base64 (contracts/events).'),
  entry(consumerPositionsTable, 'How far each consumer has read each topic.'),
  entry(
    idempotencyTable,
    'Answers to repeat for an Idempotency-Key; some hold a new API key in clear.',
    'table',
  ),
  entry(demoTable, 'Which event is which of the demo set.'),
]

/** Kept in files of their own: `seat-maps/<event_id>.json`. */
export const seatMapTexts = inventory.seatMapTextsTable

const AUDITOR_BEGINS_ANEW = 'what the auditor has seen; it begins anew'

/** Every table that no export holds, and why. */
export const leftOutTables: readonly { readonly table: Table<object>; readonly why: string }[] = [
  { table: plain(sessions), why: 'everybody logs in again' },
  ...[
    auditor.seatsTable,
    auditor.referencesTable,
    auditor.countedTable,
    auditor.placesTable,
    auditor.checksTable,
    auditor.findingsTable,
  ].map((table) => ({ table: plain<object>(table as never), why: AUDITOR_BEGINS_ANEW })),
]

function entry<Row extends object>(
  table: Table<Row>,
  about: string,
  secret?: CataloguedTable['secret'],
): CataloguedTable {
  return { table: plain(table), about, ...(secret && { secret }) }
}

function plain<Row extends object>(table: Table<Row>): Table<object> {
  return table as unknown as Table<object>
}

/** The columns of a table that an export holds. */
export function exportedColumns(
  { table, secret }: CataloguedTable,
  withSecrets: boolean,
): readonly string[] {
  if (withSecrets || secret === undefined) return table.columns
  return secret === 'table' ? [] : table.columns.filter((column) => !secret.includes(column))
}
