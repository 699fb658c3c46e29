import { type BookingId, DomainError, type OperationId } from '@usher/kernel'
import { updateItem } from '@usher/stores/dynamodb/item-access'
import { jitteredWaitMs } from '@usher/stores/dynamodb/retry-refused'
import { ISSUE_MAX, OPERATIONS_KEPT, type TicketStore } from '../../ports/ticket-store.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { ticketStatesTable } from './table-descriptions.ts'
import { readTicketState, type TicketState, unchangedSince } from './ticket-state.ts'

/** How often an issue is begun that others get in the way of. */
const ATTEMPTS_MAX = 20

/** Issues of tickets in DynamoDB; each is conditional on the state that was read. */
export function dynamodbTicketStore(needs: StoreNeeds): TicketStore {
  return {
    issue: async (bookingId) => (await readTicketState(needs, bookingId)).issue,
    async reissue(bookingId, operationId) {
      for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
        const before = await readTicketState(needs, bookingId)
        // Also when an earlier attempt took effect and its answer was lost.
        if (before.operationIds.includes(operationId)) return before.issue
        if (before.issue === ISSUE_MAX) throw tooManyIssues(bookingId)
        if (await begin(needs, { bookingId, operationId, before })) return before.issue + 1
        await needs.clock.sleep(jitteredWaitMs(needs, attempt))
      }
      const message = 'the tickets of this booking are being changed all the time'
      throw new DomainError('unavailable', 'booking_busy', message, { booking_id: bookingId })
    },
  }
}

interface Beginning {
  readonly bookingId: BookingId
  readonly operationId: OperationId
  readonly before: TicketState
}

async function begin(
  needs: StoreNeeds,
  { bookingId, operationId, before }: Beginning,
): Promise<boolean> {
  const condition = unchangedSince(before)
  const result = await updateItem(needs, {
    TableName: needs.dynamodb.table(ticketStatesTable.name),
    Key: { booking_id: bookingId },
    UpdateExpression: 'SET issue = :issue, operation_ids = :operations ADD version :one',
    ...condition,
    ExpressionAttributeValues: {
      ...condition.ExpressionAttributeValues,
      ':issue': before.issue + 1,
      ':operations': [...before.operationIds, operationId].slice(-OPERATIONS_KEPT),
      ':one': 1,
    },
  })
  return result.kind === 'done'
}

function tooManyIssues(bookingId: BookingId): DomainError {
  const message = 'the tickets of this booking cannot be given out anew any more'
  return new DomainError('exhausted', 'too_many_issues', message, { booking_id: bookingId })
}
