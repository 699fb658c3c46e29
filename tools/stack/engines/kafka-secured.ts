import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openAuthority } from '@usher/testing/certificates'
import { type Engine, type Place, portOf, type Settings } from '../engine.ts'
import { fillOnce } from '../fetch.ts'
import {
  answersAt,
  installKafka,
  internalTopics,
  launchBroker,
  prepareBroker,
} from './kafka-broker.ts'

const BROKERS = 3
const HEAP_MB = 192
const MECHANISM = 'SCRAM-SHA-512'
const USERNAME = 'usher'
const PASSWORD = 'correct horse'
const AUTHORITY = 'kafka-authority'
/** Longer than anybody keeps the data of a stack. */
const DAYS = 3650

/**
 * One of three brokers, numbered from 1, that keep copies of each other's logs. Clients need
 * encryption and a login; among themselves the brokers speak as they are, on this machine only.
 */
export function securedBroker(id: number): Engine {
  return {
    ports: ['client', 'broker', 'controller'],
    install: installKafka,
    async prepare(place, settings) {
      await fillOnce(certificates(place), makeCertificates)
      const login = `${MECHANISM}=[name=${USERNAME},password=${PASSWORD}]`
      await prepareBroker(place, properties(id, place, settings), ['--add-scram', login])
    },
    launch: (place) => launchBroker(place, HEAP_MB),
    probe: (place) => answersAt(portOf(place, 'broker')),
    settings: (place) => ({
      USHER_KAFKA_SECURED_BROKERS: `127.0.0.1:${portOf(place, 'client')}`,
      USHER_KAFKA_SECURED_VOTERS: `${id}@127.0.0.1:${portOf(place, 'controller')}`,
      ...(id === 1 && clientSettings(place)),
    }),
  }
}

/** What is the same for all three is said by the first. */
function clientSettings(place: Place): Settings {
  return {
    USHER_KAFKA_SECURED_TLS_CA: join(certificates(place), `${AUTHORITY}.pem`),
    USHER_KAFKA_SECURED_SASL_MECHANISM: MECHANISM,
    USHER_KAFKA_SECURED_SASL_USERNAME: USERNAME,
    USHER_KAFKA_SECURED_SASL_PASSWORD: PASSWORD,
  }
}

/** Beside the three, for all of them: each is reached by the same name. */
function certificates({ data }: Place): string {
  return join(dirname(data), 'kafka-certificates')
}

/** Kafka wants key and certificate in one file. */
async function makeCertificates(folder: string): Promise<void> {
  const made = openAuthority(folder, AUTHORITY, DAYS).issue('broker', { days: DAYS })
  const parts = [made.USHER_TLS_KEY, made.USHER_TLS_CERT].map((file) => readFile(file))
  await writeFile(join(folder, 'keystore.pem'), Buffer.concat(await Promise.all(parts)))
}

function properties(id: number, place: Place, settings: Settings): string {
  const voters = settings['USHER_KAFKA_SECURED_VOTERS'] ?? ''
  if (voters.split(',').length !== BROKERS) {
    throw new Error(`secured brokers are started all ${BROKERS} at once`)
  }
  const [client, broker, controller] = ['client', 'broker', 'controller'].map(
    (purpose) => `127.0.0.1:${portOf(place, purpose)}`,
  )
  return `process.roles=broker,controller
node.id=${id}
listeners=CLIENT://${client},BROKER://${broker},CONTROLLER://${controller}
advertised.listeners=CLIENT://${client},BROKER://${broker}
listener.security.protocol.map=CLIENT:SASL_SSL,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=BROKER
controller.listener.names=CONTROLLER
controller.quorum.voters=${voters}
sasl.enabled.mechanisms=${MECHANISM}
listener.name.client.${MECHANISM.toLowerCase()}.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location=${join(certificates(place), 'keystore.pem')}
# All three end at once here, and none could hand over to another.
controlled.shutdown.enable=false
# The default alone is two thirds of the heap.
log.cleaner.dedupe.buffer.size=16777216
${internalTopics(BROKERS)}`
}
