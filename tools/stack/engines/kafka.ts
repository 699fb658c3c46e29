import { type Engine, type Place, portOf } from '../engine.ts'
import {
  answersAt,
  installKafka,
  internalTopics,
  launchBroker,
  prepareBroker,
} from './kafka-broker.ts'

const HEAP_MB = 384

/** One broker that is its own controller (KRaft). */
export const kafka: Engine = {
  ports: ['broker', 'controller'],
  install: installKafka,
  prepare: (place) => prepareBroker(place, properties(place)),
  launch: (place) => launchBroker(place, HEAP_MB),
  probe: (place) => answersAt(portOf(place, 'broker')),
  settings: (place) => ({ USHER_KAFKA_BROKERS: `127.0.0.1:${portOf(place, 'broker')}` }),
}

function properties(place: Place): string {
  const broker = portOf(place, 'broker')
  const controller = portOf(place, 'controller')
  return `process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${broker}
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:${controller}
${internalTopics(1)}`
}
