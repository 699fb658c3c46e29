import { ownServers } from '@usher/testing'
import { type KafkaConfig, readKafkaConfig } from './kafka-settings.ts'

/** Three brokers that want encryption and a login, and belong to one test file. */
export interface SecuredKafka {
  readonly config: KafkaConfig
  /** As a power cut would; brokers are called by their numbers in Kafka. */
  kill(broker: number): Promise<void>
  start(broker: number): Promise<void>
  close(): Promise<void>
}

const names = ['kafka-secured-a', 'kafka-secured-b', 'kafka-secured-c']

export async function securedKafka(): Promise<SecuredKafka> {
  const servers = await ownServers(names)
  const given = Object.entries(servers.settings).map(
    ([name, value]) => [name.replace('KAFKA_SECURED', 'KAFKA'), value] as const,
  )
  const nameOf = (broker: number) => names[broker - 1] ?? ''
  return {
    config: readKafkaConfig({ ...Object.fromEntries(given), USHER_KAFKA_TLS: 'yes' }),
    kill: (broker) => servers.kill(nameOf(broker)),
    start: (broker) => servers.start(nameOf(broker)),
    close: () => servers.close(),
  }
}
