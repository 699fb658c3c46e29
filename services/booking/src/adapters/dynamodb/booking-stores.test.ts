import { outboxTable } from '@usher/bus/dynamodb/outbox-table'
import { systemClock, systemRandom } from '@usher/kernel'
import { badDay, limitedDynamodb } from '@usher/stores/dynamodb/limits/limited-dynamodb.fixture'
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
const tables = bookingTables

const days = {
  DynamoDB: () => temporaryDynamodb(server.address, tables),
  'DynamoDB that throttles, cancels and loses answers': () =>
    limitedDynamodb(server.address, { tables, seed: 1, limits: badDay }),
} as const

for (const [name, open] of Object.entries(days)) {
  const opened = async () => {
    const { dynamodb, close } = await open()
    const needs = { dynamodb, clock: systemClock, random: systemRandom }
    const stores = openDynamodbBookingStores(needs)
    const messages = async (topic: string) => {
      const items = await everyItem(dynamodb, outboxTable.name)
      const ofTopic = items.filter((item) => item['topic'] === topic)
      return ofTopic.map((item) => String(item['message_key']))
    }
    return { ...stores, messages, close }
  }
  bookingStoreContract(
    name,
    async () => {
      const { bookings, messages, close } = await opened()
      return { store: bookings, messages, close }
    },
    server.options,
  )
  ticketStoreContract(
    name,
    async () => {
      const { tickets, close } = await opened()
      return { store: tickets, close }
    },
    server.options,
  )
  ticketKeyStoreContract(
    name,
    async () => {
      const { ticketKeys, close } = await opened()
      return { store: ticketKeys, close }
    },
    server.options,
  )
  knownEventsContract(name, opened, server.options)
  checkInStoreContract(
    name,
    async () => {
      const { checkIns, ...others } = await opened()
      return { ...others, store: checkIns }
    },
    server.options,
  )
}
