import { analyticsSettings, readAnalyticsConfig } from '@usher/analytics'
import { gatewaySettings, readGatewayConfig } from '@usher/api-gateway'
import { auditorSettings, readAuditorConfig } from '@usher/auditor'
import { authSettings, readConfig as readAuthConfig } from '@usher/auth'
import { bookingSettings, readBookingConfig } from '@usher/booking'
import { kafkaSettings, readKafkaConfig } from '@usher/bus/kafka/kafka-settings'
import { cdcSettings, readCdcConfig } from '@usher/cdc'
import { eventsSettings, readEventsConfig } from '@usher/events'
import { inventorySettings, readInventoryConfig } from '@usher/inventory'
import type { SettingReader, SettingSpec } from '@usher/kernel'
import {
  mailSettings,
  notificationSettings,
  readMailSettings,
  readNotificationConfig,
} from '@usher/notification'
import {
  paymentSettings,
  readPaymentConfig,
  readSandboxSettings,
  readStripeSettings,
  sandboxSettings,
  stripeSettings,
} from '@usher/payment'
import { peerSettings, readPeerAddresses } from '@usher/process/service/peers'
import { processSettings, readProcessConfig } from '@usher/process/service/process-settings'
import { indexerSettings, readIndexerConfig, readSearchConfig, searchSettings } from '@usher/search'
import { dynamodbSettings, readDynamodbConfig } from '@usher/stores/dynamodb/dynamodb-settings'
import {
  elasticsearchSettings,
  readElasticsearchConfig,
} from '@usher/stores/elasticsearch/elasticsearch-settings'
import { mysqlSettings, readMysqlConfig } from '@usher/stores/mysql/mysql-settings'
import { readRedisConfig, redisSettings } from '@usher/stores/redis/redis-settings'
import { readTraceConfig, traceSettings } from '@usher/telemetry/traces/trace-settings'

/** Settings that are read together. */
export interface SettingsPart {
  readonly read: SettingReader
  readonly spec: SettingSpec
}

/** What every service reads that runs as a process. */
export const processParts: readonly SettingsPart[] = [
  { read: readProcessConfig, spec: processSettings },
  { read: readPeerAddresses, spec: peerSettings },
  { read: readTraceConfig, spec: traceSettings },
]

const dynamodb: SettingsPart = { read: readDynamodbConfig, spec: dynamodbSettings }
const elasticsearch: SettingsPart = { read: readElasticsearchConfig, spec: elasticsearchSettings }
const kafka: SettingsPart = { read: readKafkaConfig, spec: kafkaSettings }
const mysql: SettingsPart = { read: readMysqlConfig, spec: mysqlSettings }
const redis: SettingsPart = { read: readRedisConfig, spec: redisSettings }

/** What each service reads beside it, by the name of the service. */
export const serviceParts = {
  'api-gateway': [{ read: readGatewayConfig, spec: gatewaySettings }, dynamodb, redis],
  auth: [{ read: readAuthConfig, spec: authSettings }, mysql],
  events: [{ read: readEventsConfig, spec: eventsSettings }, mysql, kafka],
  inventory: [{ read: readInventoryConfig, spec: inventorySettings }, dynamodb, kafka, redis],
  booking: [{ read: readBookingConfig, spec: bookingSettings }, dynamodb, kafka],
  payment: [
    { read: readPaymentConfig, spec: paymentSettings },
    { read: readSandboxSettings, spec: sandboxSettings },
    { read: readStripeSettings, spec: stripeSettings },
    dynamodb,
  ],
  search: [
    { read: readSearchConfig, spec: searchSettings },
    { read: readIndexerConfig, spec: indexerSettings },
    elasticsearch,
    kafka,
  ],
  notification: [
    { read: readNotificationConfig, spec: notificationSettings },
    { read: readMailSettings, spec: mailSettings },
    mysql,
    kafka,
  ],
  cdc: [{ read: readCdcConfig, spec: cdcSettings }, dynamodb, kafka],
  analytics: [{ read: readAnalyticsConfig, spec: analyticsSettings }, mysql, kafka],
  auditor: [{ read: readAuditorConfig, spec: auditorSettings }, mysql, kafka],
} as const satisfies Readonly<Record<string, readonly SettingsPart[]>>

export type ServiceName = keyof typeof serviceParts

export const serviceNames = Object.keys(serviceParts) as readonly ServiceName[]

/** Every variable that some process reads. */
export const allVariables: ReadonlySet<string> = new Set(
  [processParts, ...Object.values(serviceParts)]
    .flat()
    .flatMap(({ spec }) => Object.values(spec).map(({ name }) => name)),
)
