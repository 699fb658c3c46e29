import { readKafkaConfig } from '@usher/bus/kafka/kafka-settings'
import {
  BookingService,
  EventsService,
  InventoryService,
  PaymentService,
  TicketService,
} from '@usher/contracts'
import { openKafkaBus } from '@usher/process/service/open-kafka-bus'
import { Reachability } from '@usher/process/service/reachability'
import { runService } from '@usher/process/service/run-service'
import { readDynamodbConfig } from '@usher/stores/dynamodb/dynamodb-settings'
import { openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { openDynamodbBookingStores } from './adapters/dynamodb/open-booking-stores.ts'
import { bookingTables } from './adapters/dynamodb/table-descriptions.ts'
import { icalCalendarRenderer } from './adapters/ical-generator/calendar-renderer.ts'
import { nodeTicketSignatures } from './adapters/node-crypto/ticket-signatures.ts'
import { threadsTicketRenderer } from './adapters/threads/ticket-renderer.ts'
import { createBookingService } from './booking.ts'
import { readBookingConfig } from './config.ts'

const settings = {
  booking: readBookingConfig,
  dynamodb: readDynamodbConfig,
  kafka: readKafkaConfig,
}

await runService('booking', settings, async (needs, config) => {
  const { clock, peers, logger } = needs
  const dynamodb = await openDynamodb(config.dynamodb, bookingTables, needs.metrics)
  const kafka = await openKafkaBus(config.kafka, needs)
  const booking = createBookingService(
    {
      ...needs,
      ...openDynamodbBookingStores({ ...needs, dynamodb }),
      inventory: peers.client('inventory', InventoryService),
      payment: peers.client('payment', PaymentService),
      events: peers.client('events', EventsService),
      signatures: nodeTicketSignatures(),
      ticketRenderer: threadsTicketRenderer(clock),
      calendarRenderer: icalCalendarRenderer(),
    },
    config.booking,
  )
  const store = new Reachability('dynamodb', () => dynamodb.ping(), logger)
  return {
    offers: [
      { service: BookingService, handlers: booking.rpc },
      { service: TicketService, handlers: booking.ticketRpc },
    ],
    jobs: [...booking.jobs, store.job],
    consumers: booking.consumers,
    bus: kafka.bus,
    ready: () => booking.ready() && store.reached(),
    async close() {
      await kafka.close()
      dynamodb.close()
    },
  }
})
