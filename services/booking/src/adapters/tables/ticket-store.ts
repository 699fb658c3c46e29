import { type BookingId, DomainError, type OperationId } from '@usher/kernel'
import { put, type Tables } from '@usher/stores'
import { ISSUE_MAX, OPERATIONS_KEPT, type TicketStore } from '../../ports/ticket-store.ts'
import { OnTheirWay } from './on-their-way.ts'
import { issuesTable } from './ticket-tables.ts'

/**
 * Issues of tickets in the embedded store. The check and its commit share a turn, which makes the
 * two atomic: see `Tables`.
 */
export function tablesTicketStore(tables: Tables): TicketStore {
  const onTheirWay = new OnTheirWay<BookingId>()
  const stored = (bookingId: BookingId) => tables.get(issuesTable, bookingId)
  return {
    async issue(bookingId) {
      const issue = stored(bookingId)?.issue ?? 1
      await onTheirWay.durable(bookingId)
      return issue
    },
    async reissue(bookingId, operationId) {
      const before = stored(bookingId) ?? { issue: 1, operation_ids: none }
      if (before.operation_ids.includes(operationId)) {
        await onTheirWay.durable(bookingId)
        return before.issue
      }
      if (before.issue === ISSUE_MAX) throw tooManyIssues(bookingId)
      const issue = before.issue + 1
      const operation_ids = kept(before.operation_ids, operationId)
      const row = { booking_id: bookingId, issue, operation_ids }
      await onTheirWay.add(bookingId, tables.commit([put(issuesTable, row)]))
      return issue
    },
  }
}

const none: readonly string[] = []

function kept(operationIds: readonly string[], newest: OperationId): readonly string[] {
  return [...operationIds, newest].slice(-OPERATIONS_KEPT)
}

function tooManyIssues(bookingId: BookingId): DomainError {
  const message = 'the tickets of this booking cannot be given out anew any more'
  return new DomainError('exhausted', 'too_many_issues', message, { booking_id: bookingId })
}
