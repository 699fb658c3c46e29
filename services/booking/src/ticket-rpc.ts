import { type TicketService, TicketStatus } from '@usher/contracts'
import { DomainError, type EventId, parseId, type UserId } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import type { CheckIn } from './domain/check-in.ts'
import { seatNumberOf, ticketIdOf } from './domain/ticket.ts'
import { bounded, operationFrom, required } from './request-fields.ts'
import { bookingStatuses } from './rpc.ts'
import { checkIn, type Scan } from './usecases/check-in.ts'
import { getTickets, type TicketView } from './usecases/get-tickets.ts'
import { listAttendees } from './usecases/list-attendees.ts'
import { listCheckIns } from './usecases/list-check-ins.ts'
import { reissueTickets } from './usecases/reissue-tickets.ts'
import { renderCalendar } from './usecases/render-calendar.ts'
import { renderTickets } from './usecases/render-tickets.ts'
import type { TicketPorts } from './usecases/ticket-ports.ts'
import { ticketKeySet } from './usecases/ticket-key-set.ts'
import { undoCheckIn } from './usecases/undo-check-in.ts'

const NAME_CHARS_MAX = 200
const LANGUAGE_CHARS_MAX = 35
/** More than any code; what is longer is refused without being read. */
const CODE_CHARS_MAX = 1000
const SECTIONS_MAX = 1000

export function ticketHandlers(ports: TicketPorts): Handlers<typeof TicketService> {
  return { ...forBuyers(ports), ...forDoors(ports), ...forOrganizers(ports) }
}

function forBuyers(ports: TicketPorts) {
  return {
    async getTickets(request) {
      return { tickets: (await getTickets(ports, whose(request))).map(ticketMessage) }
    },
    async renderTickets(request) {
      return { pdf: await renderTickets(ports, { ...whose(request), ...languageOf(request) }) }
    },
    async renderCalendar(request) {
      const asked = { ...whose(request), ...languageOf(request) }
      return { calendar: await renderCalendar(ports, asked) }
    },
    async reissueTickets(request) {
      const operationId = operationFrom(request.operationId)
      const views = await reissueTickets(ports, { ...whose(request), operationId })
      return { tickets: views.map(ticketMessage) }
    },
  } satisfies Partial<Handlers<typeof TicketService>>
}

function forDoors(ports: TicketPorts) {
  return {
    async checkIn(request) {
      const { refused, view, checkIn: done } = await checkIn(ports, scanOf(request))
      return {
        admitted: !refused,
        reason: refused?.reason ?? '',
        detail: refused?.detail ?? '',
        ...(view && { ticket: ticketMessage(view) }),
        ...(done && { checkIn: checkInMessage(done) }),
      }
    },
    async undoCheckIn({ eventId, checkInId, scannerId }) {
      const undone = await undoCheckIn(ports, {
        eventId: eventId as EventId,
        checkInId: parseId('check_in', checkInId),
        scannerId: scannerFrom(scannerId),
      })
      return { checkIn: checkInMessage(undone) }
    },
    async listCheckIns({ eventId, gate, cursor, limit }) {
      const asked = { eventId: eventId as EventId, gate, cursor, limit }
      const page = await listCheckIns(ports, asked)
      return { checkIns: page.checkIns.map(checkInMessage), nextCursor: page.nextCursor }
    },
  } satisfies Partial<Handlers<typeof TicketService>>
}

function forOrganizers(ports: TicketPorts) {
  return {
    async listAttendees({ eventId, cursor, limit }) {
      const page = await listAttendees(ports, { eventId: eventId as EventId, cursor, limit })
      return { attendees: page.attendees.map(attendeeMessage), nextCursor: page.nextCursor }
    },
    async getTicketKeys() {
      return { jwksJson: JSON.stringify(ticketKeySet(await ports.keys.all())) }
    },
    async rotateTicketKey({ revokeOthers }) {
      const { keyId } = await ports.keys.rotate(revokeOthers)
      ports.telemetry.keyRotated(keyId, revokeOthers)
      return { keyId }
    },
  } satisfies Partial<Handlers<typeof TicketService>>
}

function whose({ bookingId, userId }: { bookingId: string; userId: string }) {
  return { bookingId: parseId('booking', bookingId), userId: userId as UserId | '' }
}

function languageOf({ language }: { language: string }) {
  return { language: bounded('language', language, LANGUAGE_CHARS_MAX) }
}

function scannerFrom(text: string): string {
  return bounded('scanner_id', required('scanner_id', text), NAME_CHARS_MAX)
}

interface ScanRequest {
  readonly eventId: number
  readonly code: string
  readonly scannerId: string
  readonly gate: string
  readonly sections: readonly string[]
  readonly operationId: string
}

function scanOf({ eventId, code, scannerId, gate, sections, operationId }: ScanRequest): Scan {
  return {
    eventId: eventId as EventId,
    // Readers end with a line break, and people type the groups that are printed.
    code: bounded('code', required('code', code), CODE_CHARS_MAX).replace(/\s/g, ''),
    scannerId: scannerFrom(scannerId),
    gate: bounded('gate', gate, NAME_CHARS_MAX),
    sections: atMost(sections),
    operationId: operationFrom(operationId) ?? '',
  }
}

function atMost(sections: readonly string[]): readonly string[] {
  if (sections.length <= SECTIONS_MAX) return sections
  const facts = { field: 'sections', max: SECTIONS_MAX }
  throw new DomainError('invalid', 'too_many', 'too many sections for one door', facts)
}

function ticketMessage({ booking, ticket, code, checkIn: done }: TicketView) {
  const { cancelled, section, rowNumber, category, priceMinor } = ticket
  const live = cancelled ? undefined : done
  return {
    ticketId: ticketIdOf(ticket),
    bookingId: booking.bookingId,
    eventId: booking.eventId,
    seatNumber: seatNumberOf(ticket),
    section,
    rowNumber,
    category,
    priceMinor: BigInt(priceMinor),
    currency: booking.currency,
    status: statusOf(cancelled, live),
    code,
    checkedInAtMs: BigInt(live?.checkedInAtMs ?? 0),
    checkInId: live?.checkInId ?? '',
  }
}

function statusOf(cancelled: boolean, live: CheckIn | undefined): TicketStatus {
  if (cancelled) return TicketStatus.CANCELLED
  return live ? TicketStatus.CHECKED_IN : TicketStatus.VALID
}

function checkInMessage(done: CheckIn) {
  return {
    checkInId: done.checkInId,
    eventId: done.eventId,
    ticketId: ticketIdOf(done),
    bookingId: done.bookingId,
    seatNumber: done.seatNumber,
    section: done.section,
    gate: done.gate,
    scannerId: done.scannerId,
    checkedInAtMs: BigInt(done.checkedInAtMs),
    undoneAtMs: BigInt(done.undoneAtMs),
    undoneBy: done.undoneBy,
  }
}

function attendeeMessage(view: TicketView) {
  const { userId, bookingReference, status, confirmedAtMs } = view.booking
  return {
    ticket: ticketMessage(view),
    userId,
    bookingReference,
    bookingStatus: bookingStatuses[status],
    bookedAtMs: BigInt(confirmedAtMs),
  }
}
