import { readFileSync } from 'node:fs'
import { Admin, type BaseOptions } from '@platformatic/kafka'
import { DomainError } from '@usher/kernel'
import { kafkaErrors } from './kafka-errors.ts'
import type { KafkaConfig } from './kafka-settings.ts'

/** A cluster as our clients use it. Nothing is connected before it is used. */
export interface Kafka {
  readonly config: KafkaConfig
  /** What every client of the vendor's is opened with. */
  readonly options: BaseOptions
  /** A topic's name on this cluster. */
  topicName(topic: string): string
  /** A group of the port is one of Kafka's for each topic: members of one read the same topics. */
  groupName(topic: string, group: string): string
  /** Runs `work` with a client for what is neither produced nor consumed. */
  administer<Value>(work: (admin: Admin) => Promise<Value>): Promise<Value>
}

/** A broker that is restarted is back within seconds: the client's own attempts cover that. */
const RETRIES = 20
const RETRY_DELAY_MS = 250
const CONNECT_MS = 3000
const REQUEST_MS = 10_000
/** A new leader is asked for when the old one refuses; this is for partitions that are added. */
const METADATA_MS = 60_000

/** Throws invalid / invalid_config for settings that do not go together. */
export function openKafka(config: KafkaConfig): Kafka {
  const options = clientOptions(config)
  return {
    config,
    options,
    topicName: (topic) => `${config.topicPrefix}${topic}`,
    groupName: (topic, group) => `${config.topicPrefix}${group}.${topic}`,
    administer: (work) => administer({ ...options, retries: 2 }, work),
  }
}

function clientOptions(config: KafkaConfig): BaseOptions {
  const { saslMechanism, saslUsername, saslPassword } = config
  if ((saslMechanism === '') !== (saslUsername === '')) {
    throw invalid('USHER_KAFKA_SASL_MECHANISM and USHER_KAFKA_SASL_USERNAME go together')
  }
  const tls = tlsOptions(config)
  return {
    clientId: config.clientId,
    bootstrapBrokers: config.brokers.split(','),
    connectTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    timeout: REQUEST_MS / 2,
    retries: RETRIES,
    retryDelay: RETRY_DELAY_MS,
    metadataMaxAge: METADATA_MS,
    autocreateTopics: false,
    ...(tls && { tls }),
    ...(saslMechanism !== '' && {
      sasl: {
        mechanism: saslMechanism as 'PLAIN',
        username: saslUsername,
        password: saslPassword,
      },
    }),
  }
}

function tlsOptions({ tls, tlsCa, tlsCert, tlsKey }: KafkaConfig): BaseOptions['tls'] | undefined {
  if ((tlsCert === '') !== (tlsKey === '')) {
    throw invalid('USHER_KAFKA_TLS_CERT and USHER_KAFKA_TLS_KEY go together')
  }
  if (!tls && [tlsCa, tlsCert].every((file) => file === '')) return undefined
  if (!tls) throw invalid('certificates for Kafka are of no use without USHER_KAFKA_TLS=yes')
  return {
    ...(tlsCa !== '' && { ca: read(tlsCa) }),
    ...(tlsCert !== '' && { cert: read(tlsCert), key: read(tlsKey) }),
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw invalid(`${file} cannot be read: ${(error as Error).message}`)
  }
}

async function administer<Value>(
  options: BaseOptions,
  work: (admin: Admin) => Promise<Value>,
): Promise<Value> {
  const admin = new Admin(options)
  try {
    return await kafkaErrors(() => work(admin))
  } finally {
    await admin.close().catch(() => undefined)
  }
}

function invalid(message: string): DomainError {
  return new DomainError('invalid', 'invalid_config', message)
}
