import {
  AuthService,
  BookingService,
  EventsService,
  InventoryService,
  NotificationService,
  PaymentService,
  SearchService,
  TicketService,
} from '@usher/contracts'
import { readTogether } from '@usher/kernel'
import { Reachability } from '@usher/process/service/reachability'
import { runService } from '@usher/process/service/run-service'
import { readDynamodbConfig } from '@usher/stores/dynamodb/dynamodb-settings'
import { openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { dynamodbIdempotencyStore } from './adapters/dynamodb/idempotency-store.ts'
import { gatewayTables } from './adapters/dynamodb/table-descriptions.ts'
import { createGateway } from './api-gateway.ts'
import { readGatewayConfig } from './config.ts'

await runService('api-gateway', async (needs) => {
  const { env, peers, logger } = needs
  const config = readTogether(env, { gateway: readGatewayConfig, dynamodb: readDynamodbConfig })
  const dynamodb = await openDynamodb(config.dynamodb, gatewayTables)
  const { idempotencyKeepMs: keepMs } = config.gateway
  const store = new Reachability('dynamodb', () => dynamodb.ping(), logger)
  const payment = peers.client('payment', PaymentService)
  const gateway = createGateway(
    {
      ...needs,
      auth: peers.client('auth', AuthService),
      events: peers.client('events', EventsService),
      inventory: peers.client('inventory', InventoryService),
      booking: peers.client('booking', BookingService),
      tickets: peers.client('booking', TicketService),
      payment,
      search: peers.client('search', SearchService),
      notification: peers.client('notification', NotificationService),
      idempotency: dynamodbIdempotencyStore({ ...needs, dynamodb }, { keepMs }),
      readiness: () => store.reached(),
      sandbox: {
        completeChallenge: async (challengeId, outcome) =>
          void (await payment.completeSandboxChallenge({ challengeId, outcome })),
      },
    },
    config.gateway,
  )
  return {
    front: { listen: (options) => gateway.listen(options), close: () => gateway.close() },
    jobs: [...gateway.jobs, store.job],
    ready: () => store.reached(),
    close: async () => dynamodb.close(),
  }
})
