import { readKafkaConfig } from '@usher/bus/kafka/kafka-settings'
import { AnalyticsService } from '@usher/contracts'
import { openKafkaBus } from '@usher/process/service/open-kafka-bus'
import { runService } from '@usher/process/service/run-service'
import { readMysqlConfig } from '@usher/stores/mysql/mysql-settings'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import type { AnalyticsDatabase } from './adapters/mysql/analytics-database.ts'
import { openMysqlSalesFigures } from './adapters/mysql/sales-figures.ts'
import { createAnalytics } from './analytics.ts'
import { readAnalyticsConfig } from './config.ts'

const settings = {
  analytics: readAnalyticsConfig,
  mysql: readMysqlConfig,
  kafka: readKafkaConfig,
}

await runService('analytics', settings, async (needs, config) => {
  const mysql = openMysql<AnalyticsDatabase>(config.mysql)
  const figures = await openMysqlSalesFigures(mysql)
  const kafka = await openKafkaBus(config.kafka, needs)
  const { bus } = kafka
  const analytics = createAnalytics({ ...needs, figures, log: bus }, config.analytics)
  return {
    offers: [{ service: AnalyticsService, handlers: analytics.rpc }],
    jobs: analytics.jobs,
    consumers: analytics.consumers,
    bus,
    ready: () => analytics.ready() && !kafka.bus.isHeldBack,
    async close() {
      await kafka.close()
      await mysql.close()
    },
  }
})
