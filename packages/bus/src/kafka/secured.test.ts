import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ConfigResourceTypes } from '@platformatic/kafka'
import { systemClock, systemRandom } from '@usher/kernel'
import { realServer, untilWithin } from '@usher/testing'
import { openAuthority } from '@usher/testing/certificates'
import { eventBusContract } from '../event-bus.contract.ts'
import { topics } from '../topics.ts'
import { accountedTraffic } from './accounted-traffic.fixture.ts'
import { kafkaEventBus } from './event-bus.ts'
import { ensureTopics } from './ensure-topics.ts'
import type { KafkaConfig } from './kafka-settings.ts'
import { openTemporaryBus } from './open-bus.fixture.ts'
import { type Kafka, openKafka } from './open-kafka.ts'
import { kafkaProducer } from './producer.ts'
import { type SecuredKafka, securedKafka } from './secured-kafka.fixture.ts'
import { temporaryKafka } from './temporary-kafka.fixture.ts'

const { options } = realServer('USHER_KAFKA_BROKERS')
const PARTITIONS = 6
const until = untilWithin(180_000, 100)

describe('three brokers that want encryption and a login', options, () => {
  let servers: SecuredKafka
  before(async () => {
    servers = await securedKafka()
  })
  after(() => servers.close())
  const temporary = (bookingEventsPartitions = 1) => {
    const { brokers, replication, tls, tlsCa, ...login } = servers.config
    const { saslMechanism, saslUsername, saslPassword } = login
    const secured = { replication, tls, tlsCa, saslMechanism, saslUsername, saslPassword }
    return temporaryKafka(brokers, { ...secured, bookingEventsPartitions })
  }

  eventBusContract('kafkaEventBus', async () => openTemporaryBus(await temporary()))

  test('whoever is not let in is told what to set', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'usher-stranger-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const stranger = openAuthority(folder, 'stranger').file
    const noLogin = { saslMechanism: '', saslUsername: '' }
    const cases: [Partial<KafkaConfig>, string, RegExp][] = [
      [{ saslPassword: 'wrong' }, 'kafka_refused', /USHER_KAFKA_SASL_\*/],
      [{ saslMechanism: 'PLAIN' }, 'kafka_refused', /USHER_KAFKA_SASL_\*/],
      [noLogin, 'kafka_unavailable', /closed the connection.*USHER_KAFKA_SASL_\*/],
      [{ tlsCa: stranger }, 'kafka_misconfigured', /USHER_KAFKA_TLS_CA/],
      [{ tlsCa: '' }, 'kafka_misconfigured', /USHER_KAFKA_TLS_CA/],
      [{ ...noLogin, tls: false, tlsCa: '' }, 'kafka_misconfigured', /USHER_KAFKA_TLS=yes/],
      [{ tls: false, tlsCa: '' }, 'kafka_unavailable', /USHER_KAFKA_TLS/],
    ]
    for (const [wrong, code, message] of cases) {
      const kafka = openKafka({ ...servers.config, ...wrong })
      await assert.rejects(ensureTopics(kafka), { code, message }, JSON.stringify(wrong))
    }
  })

  test('topics have three copies, of which two acknowledge', async (t) => {
    const { kafka, close } = await temporary()
    t.after(close)
    for (const [partition, { replicas }] of (await partitionsOf(kafka)).entries()) {
      assert.equal(replicas.length, 3, `partition ${partition}`)
    }
    assert.equal(await configOf(kafka, 'min.insync.replicas'), '2')
  })

  test('a broker that is killed costs no message and no order, and may come back', async (t) => {
    const { kafka, close } = await temporary(PARTITIONS)
    const producer = kafkaProducer(kafka)
    const bus = kafkaEventBus({ kafka, producer, clock: systemClock, random: systemRandom })
    t.after(async () => {
      await bus.close()
      await producer.close()
      await close()
    })
    const traffic = accountedTraffic(producer, bus)
    await traffic.flows()
    const leader = (await partitionsOf(kafka))[0]?.leader ?? 0
    await servers.kill(leader)
    const killedAtMs = performance.now()
    await traffic.flows()
    const pauseMs = Math.round(performance.now() - killedAtMs)
    t.diagnostic(`without broker ${leader} every key went on after ${pauseMs} ms`)
    await servers.start(leader)
    await until(async () => (await partitionsOf(kafka)).every(({ isr }) => isr.length === 3))
    await traffic.flows()
    const { acknowledged, delivered } = await traffic.settle()
    t.diagnostic(`${acknowledged} acknowledged, ${delivered} delivered`)
  })
})

async function configOf(kafka: Kafka, key: string): Promise<string | null | undefined> {
  const resourceName = kafka.topicName(topics.bookingConfirmed.name)
  const resources = [
    { resourceType: ConfigResourceTypes.TOPIC, resourceName, configurationKeys: [key] },
  ]
  const [described] = await kafka.administer((admin) => admin.describeConfigs({ resources }))
  return described?.configs.find(({ name }) => name === key)?.value
}

async function partitionsOf(kafka: Kafka) {
  const name = kafka.topicName(topics.bookingConfirmed.name)
  const metadata = await kafka.administer((admin) => admin.metadata({ topics: [name] }))
  return metadata.topics.get(name)?.partitions ?? []
}
