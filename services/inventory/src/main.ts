import { readKafkaConfig } from '@usher/bus/kafka/kafka-settings'
import { InventoryService } from '@usher/contracts'
import { newId } from '@usher/kernel'
import { openKafkaBus } from '@usher/process/service/open-kafka-bus'
import { Reachability } from '@usher/process/service/reachability'
import { runService } from '@usher/process/service/run-service'
import { readDynamodbConfig } from '@usher/stores/dynamodb/dynamodb-settings'
import { openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { readRedisConfig } from '@usher/stores/redis/redis-settings'
import { openDynamodbInventoryStores } from './adapters/dynamodb/open-inventory-stores.ts'
import { inventoryTables } from './adapters/dynamodb/table-descriptions.ts'
import { rememberedLedger } from './adapters/memory/seat-memory.ts'
import { openSeatLock } from './adapters/redis/open-seat-lock.ts'
import { seatLockLedger } from './adapters/seat-lock/seat-ledger.ts'
import { threadsSeatMapReader } from './adapters/threads/seat-map-reader.ts'
import { readInventoryConfig } from './config.ts'
import { createInventory } from './inventory.ts'
import { inventoryTelemetry } from './telemetry.ts'

const settings = {
  inventory: readInventoryConfig,
  dynamodb: readDynamodbConfig,
  kafka: readKafkaConfig,
  redis: readRedisConfig,
}

await runService('inventory', settings, async (needs, config) => {
  const { clock, logger } = needs
  const dynamodb = await openDynamodb(config.dynamodb, inventoryTables, needs.metrics)
  const stores = openDynamodbInventoryStores({ ...needs, dynamodb })
  const kafka = await openKafkaBus(config.kafka, needs)
  const telemetry = inventoryTelemetry(needs)
  const contention = openSeatLock(config.redis, needs)
  const guarded = seatLockLedger({ ...needs, ...contention, ledger: stores.ledger, telemetry })
  const remembered = rememberedLedger(guarded)
  const seatMapReader = threadsSeatMapReader(clock)
  const inventory = createInventory(
    { ...needs, ...stores, ...remembered, seatMapReader, telemetry },
    config.inventory,
  )
  const store = new Reachability('dynamodb', () => dynamodb.ping(), logger)
  return {
    offers: [{ service: InventoryService, handlers: inventory.rpc }],
    jobs: [...inventory.jobs, ...inventory.others.jobs, store.job],
    // Each process hears of everything that the others have sold.
    consumers: [inventory.others.consumer(`inventory-${newId(needs, 'operation')}`)],
    bus: kafka.bus,
    ready: () => inventory.ready() && store.reached(),
    async close() {
      await kafka.close()
      contention.close()
      dynamodb.close()
    },
  }
})
