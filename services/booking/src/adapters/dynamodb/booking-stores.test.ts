import { outboxTable } from '@usher/bus/dynamodb/outbox-table'
import { systemClock, systemRandom } from '@usher/kernel'
import { everyItem, temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer } from '@usher/testing'
import { bookingStoreContract } from '../../ports/booking-store.contract.ts'
import { checkInStoreContract } from '../../ports/check-in-store.contract.ts'
import { knownEventsContract } from '../../ports/known-events.contract.ts'
import { ticketKeyStoreContract } from '../../ports/ticket-key-store.contract.ts'
import { ticketStoreContract } from '../../ports/ticket-store.contract.ts'
import { openDynamodbBookingStores } from './open-booking-stores.ts'
import { bookingTables } from './table-descriptions.ts'

const server = realServer('USHER_DYNAMODB_ENDPOINT')

bookingStoreContract(
  'DynamoDB',
  async () => {
    const { dynamodb, bookings, close } = await opened()
    const messages = async (topic: string) => {
      const items = await everyItem(dynamodb, outboxTable.name)
      const ofTopic = items.filter((item) => item['topic'] === topic)
      return ofTopic.map((item) => String(item['message_key']))
    }
    return { store: bookings, messages, close }
  },
  server.options,
)
ticketStoreContract(
  'DynamoDB',
  async () => {
    const { tickets, close } = await opened()
    return { store: tickets, close }
  },
  server.options,
)
ticketKeyStoreContract(
  'DynamoDB',
  async () => {
    const { ticketKeys, close } = await opened()
    return { store: ticketKeys, close }
  },
  server.options,
)
knownEventsContract('DynamoDB', opened, server.options)
checkInStoreContract(
  'DynamoDB',
  async () => {
    const { checkIns, ...others } = await opened()
    return { ...others, store: checkIns }
  },
  server.options,
)

async function opened() {
  const { dynamodb, close } = await temporaryDynamodb(server.address, bookingTables)
  const needs = { dynamodb, clock: systemClock, random: systemRandom }
  return { ...openDynamodbBookingStores(needs), dynamodb, close }
}
