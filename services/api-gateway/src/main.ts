import { redisRateLimiter } from '@usher/http/redis/rate-limiter'
import { Reachability } from '@usher/process/service/reachability'
import { runService } from '@usher/process/service/run-service'
import { readDynamodbConfig } from '@usher/stores/dynamodb/dynamodb-settings'
import { openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { openRedis } from '@usher/stores/redis/open-redis'
import { readRedisConfig } from '@usher/stores/redis/redis-settings'
import { dynamodbIdempotencyStore } from './adapters/dynamodb/idempotency-store.ts'
import { gatewayTables } from './adapters/dynamodb/table-descriptions.ts'
import { knownCallers } from './adapters/memory/known-callers.ts'
import { cachedEvents } from './adapters/redis/cached-events.ts'
import { remoteServices } from './adapters/rpc/remote-services.ts'
import { createGateway } from './api-gateway.ts'
import { readGatewayConfig } from './config.ts'
import { retryingClients } from './retrying-clients.ts'

const settings = {
  gateway: readGatewayConfig,
  dynamodb: readDynamodbConfig,
  redis: readRedisConfig,
}

await runService('api-gateway', settings, async (needs, config) => {
  const { peers, clock, logger } = needs
  const dynamodb = await openDynamodb(config.dynamodb, gatewayTables, needs.metrics)
  const redis = openRedis(config.redis, (message) => logger.error(message))
  const { idempotencyKeepMs: keepMs } = config.gateway
  const idempotency = dynamodbIdempotencyStore({ ...needs, dynamodb }, { keepMs })
  const store = new Reachability('dynamodb', () => dynamodb.ping(), logger)
  const { payment, ...others } = remoteServices(peers)
  const services = retryingClients(needs, { payment, ...others })
  const gateway = createGateway(
    {
      ...needs,
      ...services,
      auth: knownCallers(services.auth, clock),
      events: cachedEvents({ ...needs, redis, events: services.events }),
      rateLimiter: (limit) => redisRateLimiter(redis, clock, limit),
      idempotency,
      readiness: () => !needs.draining() && store.reached(),
      sandbox: {
        completeChallenge: async (challengeId, outcome) =>
          void (await payment.completeSandboxChallenge({ challengeId, outcome })),
      },
    },
    config.gateway,
  )
  return {
    front: { listen: (options) => gateway.listen(options), close: () => gateway.close() },
    jobs: [...gateway.jobs, idempotency.renewal, store.job],
    ready: () => store.reached(),
    async close() {
      redis.disconnect()
      dynamodb.close()
    },
  }
})
