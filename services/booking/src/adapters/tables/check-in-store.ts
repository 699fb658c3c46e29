import type { BookingId, CheckInId, EventId } from '@usher/kernel'
import { put, remove, type Tables } from '@usher/stores'
import type { CheckIn } from '../../domain/check-in.ts'
import { type TicketKey, ticketIdOf } from '../../domain/ticket.ts'
import type {
  Admission,
  CheckInPage,
  CheckInStore,
  ScanOperation,
  SeenTicket,
  Undo,
} from '../../ports/check-in-store.ts'
import { bookingsTable } from './booking-tables.ts'
import { OnTheirWay } from './on-their-way.ts'
import {
  admittedTable,
  type CheckInRow,
  checkInsTable,
  issuesTable,
  scansTable,
} from './ticket-tables.ts'

/** Check-ins in the embedded store, beside its bookings. */
export function tablesCheckInStore(tables: Tables): CheckInStore {
  return new TablesCheckInStore(tables)
}

/**
 * Every check is followed by its commit without an await between them, which makes the two atomic:
 * see `Tables`.
 */
class TablesCheckInStore implements CheckInStore {
  readonly #tables: Tables
  readonly #onTheirWay = new OnTheirWay<CheckInId>()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  async admit(checkIn: CheckIn, seen: SeenTicket): Promise<Admission> {
    const first = this.#liveOf(checkIn)
    if (first) {
      await this.#onTheirWay.durable(first.checkInId)
      return { admitted: false, because: 'already_redeemed', first }
    }
    if (!this.#isAsSeen(checkIn.bookingId, seen)) return { admitted: false, because: 'changed' }
    await this.#commit(checkIn, [put(admittedTable, admittedRow(checkIn)), ...scan(checkIn)])
    return { admitted: true }
  }

  async undo({ eventId, checkInId, undoneBy, atMs }: Undo): Promise<CheckIn | undefined> {
    const found = this.#get(checkInId)
    if (found?.eventId !== eventId) return undefined
    if (found.undoneAtMs > 0) {
      await this.#onTheirWay.durable(checkInId)
      return found
    }
    const undone = { ...found, undoneAtMs: atMs, undoneBy }
    await this.#commit(undone, [remove(admittedTable, found.bookingId, found.number)])
    return undone
  }

  async live(tickets: readonly TicketKey[]): Promise<ReadonlyMap<string, CheckIn>> {
    const live = new Map<string, CheckIn>()
    for (const ticket of tickets) {
      const checkIn = this.#liveOf(ticket)
      if (checkIn) live.set(ticketIdOf(ticket), checkIn)
    }
    for (const { checkInId } of live.values()) await this.#onTheirWay.durable(checkInId)
    return live
  }

  async byOperation(scanned: ScanOperation): Promise<CheckIn | undefined> {
    const { eventId, scannerId, operationId } = scanned
    const row = this.#tables.get(scansTable, eventId, scannerId, operationId)
    if (!row) return undefined
    await this.#onTheirWay.durable(row.check_in_id)
    return this.#get(row.check_in_id)
  }

  async ofEvent(
    eventId: EventId,
    { gate, after, limit }: CheckInPage,
  ): Promise<readonly CheckIn[]> {
    const rows = await this.#tables.list(checkInsTable, gate ? 'by_gate' : 'by_event', {
      prefix: gate ? [eventId, gate] : [eventId],
      ...(after && { after: [after.checkedInAtMs, after.checkInId] }),
      limit,
    })
    return rows.map(checkInOf)
  }

  #commit(checkIn: CheckIn, changes: Parameters<Tables['commit']>[0]): Promise<void> {
    const durable = this.#tables.commit([put(checkInsTable, rowOf(checkIn)), ...changes])
    return this.#onTheirWay.add(checkIn.checkInId, durable)
  }

  #get(checkInId: CheckInId): CheckIn | undefined {
    const row = this.#tables.get(checkInsTable, checkInId)
    return row && checkInOf(row)
  }

  #liveOf({ bookingId, number }: TicketKey): CheckIn | undefined {
    const row = this.#tables.get(admittedTable, bookingId, number)
    return row && this.#get(row.check_in_id)
  }

  #isAsSeen(bookingId: BookingId, seen: SeenTicket): boolean {
    const version = this.#tables.get(bookingsTable, bookingId)?.version
    const issue = this.#tables.get(issuesTable, bookingId)?.issue ?? 1
    return version === seen.bookingVersion && issue === seen.issue
  }
}

function admittedRow({ bookingId, number, checkInId }: CheckIn) {
  return { booking_id: bookingId, ticket_number: number, check_in_id: checkInId }
}

function scan({ eventId, scannerId, operationId, checkInId }: CheckIn) {
  if (!operationId) return []
  const operation = { event_id: eventId, scanner_id: scannerId, operation_id: operationId }
  return [put(scansTable, { ...operation, check_in_id: checkInId })]
}

function rowOf(checkIn: CheckIn): CheckInRow {
  return {
    check_in_id: checkIn.checkInId,
    event_id: checkIn.eventId,
    booking_id: checkIn.bookingId,
    ticket_number: checkIn.number,
    seat_number: checkIn.seatNumber,
    section: checkIn.section,
    gate: checkIn.gate,
    scanner_id: checkIn.scannerId,
    operation_id: checkIn.operationId,
    checked_in_at_ms: checkIn.checkedInAtMs,
    undone_at_ms: checkIn.undoneAtMs,
    undone_by: checkIn.undoneBy,
  }
}

export function checkInOf(row: CheckInRow): CheckIn {
  return {
    checkInId: row.check_in_id,
    eventId: row.event_id,
    bookingId: row.booking_id,
    number: row.ticket_number,
    seatNumber: row.seat_number,
    section: row.section,
    gate: row.gate,
    scannerId: row.scanner_id,
    operationId: row.operation_id,
    checkedInAtMs: row.checked_in_at_ms,
    undoneAtMs: row.undone_at_ms,
    undoneBy: row.undone_by,
  }
}
