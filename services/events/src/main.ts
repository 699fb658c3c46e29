import { readKafkaConfig } from '@usher/bus/kafka/kafka-settings'
import { mysqlOutboxRelay } from '@usher/bus/mysql/outbox-relay'
import { AuthService, EventsService, InventoryService } from '@usher/contracts'
import { openKafkaBus } from '@usher/process/service/open-kafka-bus'
import { Reachability } from '@usher/process/service/reachability'
import { runService } from '@usher/process/service/run-service'
import { readMysqlConfig } from '@usher/stores/mysql/mysql-settings'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import type { EventsDatabase } from './adapters/mysql/events-database.ts'
import { openMysqlEventsStores } from './adapters/mysql/open-mysql-stores.ts'
import { readEventsConfig } from './config.ts'
import { createEvents } from './events.ts'

const settings = {
  events: readEventsConfig,
  mysql: readMysqlConfig,
  kafka: readKafkaConfig,
}

await runService('events', settings, async (needs, config) => {
  const { peers, clock, logger } = needs
  const mysql = openMysql<EventsDatabase>(config.mysql)
  const database = new Reachability('mysql', () => mysql.ping(), logger)
  const ready = () => database.reached()
  const stores = await openMysqlEventsStores(mysql, { ...needs, ready })
  const kafka = await openKafkaBus(config.kafka, needs)
  const auth = peers.client('auth', AuthService)
  const inventory = peers.client('inventory', InventoryService)
  const events = createEvents({ ...needs, ...stores, auth, inventory }, config.events)
  const { producer, onFailure } = kafka
  const relay = mysqlOutboxRelay({ db: mysql.db, producer, clock, onFailure })
  return {
    offers: [{ service: EventsService, handlers: events.rpc }],
    jobs: [...events.jobs, ...relay.jobs, database.job],
    ready: () => events.ready(),
    async close() {
      await kafka.close()
      await mysql.close()
    },
  }
})
