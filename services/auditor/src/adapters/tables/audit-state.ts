import type { Clock, EventId } from '@usher/kernel'
import { LIST_LIMIT_MAX, put, remove, type Tables } from '@usher/stores'
import { type Check, mergedCheck } from '../../domain/check.ts'
import { seatFollowedElsewhere } from '../../domain/errors.ts'
import type { Problem } from '../../domain/finding.ts'
import type { AuditState, FindingsWanted, PlacesCounted } from '../../ports/audit-state.ts'
import {
  checkOf,
  checkRow,
  checksTable,
  countedTable,
  findingOfRow,
  findingRow,
  findingsTable,
  placesTable,
  referencesTable,
  seatsTable,
} from './auditor-tables.ts'
import { tablesPruning } from './prune-settled.ts'

/**
 * What the auditor remembers, in `auditor_…` tables. One process owns the tables, and no await
 * stands between a look and its commit: every condition is atomic.
 */
export function tablesAuditState(tables: Tables, clock: Clock): AuditState {
  return {
    ...seatParts(tables, clock),
    ...checkParts(tables),
    ...findingParts(tables),
    ...tablesPruning(tables),
  }
}

type SeatParts = Pick<AuditState, 'seat' | 'keepSeat' | 'claimReference' | 'countPlaces' | 'places'>

function seatParts(tables: Tables, clock: Clock): SeatParts {
  const kept = () => ({ kept_at_ms: clock.nowMs() })
  return {
    async seat(eventId, seatNumber) {
      const row = tables.get(seatsTable, eventId, seatNumber)
      return row && { eventId, seatNumber, steps: row.steps }
    },
    async keepSeat({ eventId, seatNumber, steps }, before) {
      const present = tables.get(seatsTable, eventId, seatNumber)
      if (present?.steps.at(-1)?.version !== before?.steps.at(-1)?.version) {
        throw seatFollowedElsewhere(seatNumber)
      }
      const row = { event_id: eventId, seat_number: seatNumber, steps, ...kept() }
      await tables.commit([put(seatsTable, row)])
    },
    async claimReference(reference, bookingId) {
      const owner = tables.get(referencesTable, reference)
      if (owner) return owner.booking_id
      const row = { booking_reference: reference, booking_id: bookingId, ...kept() }
      await tables.commit([put(referencesTable, row)])
      return bookingId
    },
    countPlaces: (counted) => countPlaces(tables, counted, clock.nowMs()),
    async places(eventId) {
      const of = { prefix: [eventId], limit: LIST_LIMIT_MAX }
      const rows = await tables.list(placesTable, 'key', of)
      return Object.fromEntries(rows.map(({ area, booked }) => [area, booked]))
    },
  }
}

async function countPlaces(tables: Tables, counted: PlacesCounted, nowMs: number): Promise<void> {
  const { countId, eventId, areas } = counted
  if (tables.get(countedTable, countId)) return
  const sums = Object.entries(areas).map(([area, places]) => {
    const booked = (tables.get(placesTable, eventId, area)?.booked ?? 0) + places
    return put(placesTable, { event_id: eventId, area, booked })
  })
  await tables.commit([
    put(countedTable, { count_id: countId, event_id: eventId, kept_at_ms: nowMs }),
    ...sums,
  ])
}

type CheckParts = Pick<AuditState, 'schedule' | 'due' | 'postpone' | 'done' | 'waiting'>

function checkParts(tables: Tables): CheckParts {
  const present = ({ kind, subject }: Pick<Check, 'kind' | 'subject'>) =>
    tables.get(checksTable, kind, subject)
  return {
    async schedule(wanted) {
      const row = present(wanted)
      await tables.commit([put(checksTable, checkRow(mergedCheck(row && checkOf(row), wanted)))])
    },
    async due(nowMs, limit) {
      const rows = await tables.list(checksTable, 'due', { below: nowMs + 1, limit })
      return rows.map(checkOf)
    },
    async postpone(next) {
      if (present(next)?.version !== next.version - 1) return
      await tables.commit([put(checksTable, checkRow(next))])
    },
    async done(check) {
      if (present(check)?.version !== check.version) return
      await tables.commit([remove(checksTable, check.kind, check.subject)])
    },
    async waiting() {
      const rows = await tables.list(checksTable, 'due', { limit: LIST_LIMIT_MAX })
      return { count: rows.length, dueAtMs: rows[0]?.due_at_ms }
    },
  }
}

type FindingParts = Pick<AuditState, 'addFinding' | 'findings' | 'openFindings' | 'resolve'>

function findingParts(tables: Tables): FindingParts {
  return {
    async addFinding(finding) {
      if (tables.get(findingsTable, finding.findingId)?.resolved_at_ms === 0) return false
      await tables.commit([put(findingsTable, findingRow(finding))])
      return true
    },
    findings: (wanted) => listFindings(tables, wanted),
    async openFindings(eventId) {
      const counts = new Map<Problem, number>()
      for (const { problem } of await openRows(tables, eventId)) {
        counts.set(problem, (counts.get(problem) ?? 0) + 1)
      }
      return counts
    },
    async resolve(eventId, nowMs) {
      const rows = await openRows(tables, eventId)
      if (rows.length === 0) return 0
      const resolved = rows.map((row) => put(findingsTable, { ...row, resolved_at_ms: nowMs }))
      await tables.commit(resolved)
      return rows.length
    },
  }
}

async function listFindings(tables: Tables, { eventId, after, limit }: FindingsWanted) {
  const behind = after === '' ? {} : { after: [after] }
  const rows =
    eventId === undefined
      ? await tables.list(findingsTable, 'key', { ...behind, limit })
      : await tables.list(findingsTable, 'event', { prefix: [eventId], ...behind, limit })
  return rows.map(findingOfRow)
}

function openRows(tables: Tables, eventId: EventId | undefined) {
  const prefix = eventId === undefined ? [0] : [0, eventId]
  return tables.list(findingsTable, 'open', { prefix, limit: LIST_LIMIT_MAX })
}
