import type { BookingStore } from '../../ports/booking-store.ts'
import type { CheckInStore } from '../../ports/check-in-store.ts'
import type { KnownEvents } from '../../ports/known-events.ts'
import type { TicketKeyStore } from '../../ports/ticket-key-store.ts'
import type { TicketStore } from '../../ports/ticket-store.ts'
import { dynamodbBookingStore } from './booking-store.ts'
import { dynamodbCheckInStore } from './check-in-store.ts'
import { dynamodbKnownEvents } from './known-events.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { dynamodbTicketKeyStore } from './ticket-key-store.ts'
import { dynamodbTicketStore } from './ticket-store.ts'

export interface DynamodbBookingStores {
  readonly bookings: BookingStore
  readonly tickets: TicketStore
  readonly ticketKeys: TicketKeyStore
  readonly checkIns: CheckInStore
  readonly knownEvents: KnownEvents
}

/**
 * Everything booking keeps in DynamoDB, over tables as `bookingTables` describes them. Connects
 * with the first call; any number of processes may have it open.
 */
export function openDynamodbBookingStores(needs: StoreNeeds): DynamodbBookingStores {
  return {
    bookings: dynamodbBookingStore(needs),
    tickets: dynamodbTicketStore(needs),
    ticketKeys: dynamodbTicketKeyStore(needs),
    checkIns: dynamodbCheckInStore(needs),
    knownEvents: dynamodbKnownEvents(needs),
  }
}
