import { readKafkaConfig } from '@usher/bus/kafka/kafka-settings'
import { AuditorService, BookingService, InventoryService, PaymentService } from '@usher/contracts'
import { openKafkaBus } from '@usher/process/service/open-kafka-bus'
import { runService } from '@usher/process/service/run-service'
import { readMysqlConfig } from '@usher/stores/mysql/mysql-settings'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import { openMysqlAuditState } from './adapters/mysql/audit-state.ts'
import type { AuditorDatabase } from './adapters/mysql/auditor-database.ts'
import { rpcSaleRecords } from './adapters/rpc/sale-records.ts'
import { createAuditor } from './auditor.ts'
import { readAuditorConfig } from './config.ts'

const settings = {
  auditor: readAuditorConfig,
  mysql: readMysqlConfig,
  kafka: readKafkaConfig,
}

await runService('auditor', settings, async (needs, config) => {
  const { clock, peers } = needs
  const mysql = openMysql<AuditorDatabase>(config.mysql)
  const state = await openMysqlAuditState(mysql)
  const kafka = await openKafkaBus(config.kafka, needs)
  const records = rpcSaleRecords({
    clock,
    inventory: peers.client('inventory', InventoryService),
    booking: peers.client('booking', BookingService),
    payment: peers.client('payment', PaymentService),
  })
  const auditor = createAuditor({ ...needs, state, records }, config.auditor)
  return {
    offers: [{ service: AuditorService, handlers: auditor.rpc }],
    jobs: auditor.jobs,
    consumers: auditor.consumers,
    bus: kafka.bus,
    ready: () => auditor.ready() && !kafka.bus.isHeldBack,
    async close() {
      await kafka.close()
      await mysql.close()
    },
  }
})
